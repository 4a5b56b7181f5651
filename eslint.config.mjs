// The rules that keep the rooms of the house apart. `tools/lint-rules.spec.ts` proves that each of them works. Rules
// on a single TypeScript file are in oxlint: `.oxlintrc.json`, and `.oxlintrc.types.json` where types matter.
import { builtinModules } from 'node:module';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { rooms } from './eslint.folders.mjs';
import { httpGlobals, nodeGlobals, restrictedGlobals } from './eslint.globals.mjs';
import { boundaries, tests as specs } from './eslint.rooms.mjs';

/** The rooms that run unchanged in a node, in the simulator and in a browser worker. */
const deterministic = ['libs/chord', 'libs/store', 'libs/simulator'];
/** What connects the protocol with a machine: each a port made real, for whatever program hosts it. */
const adapters = ['libs/transport', 'libs/engine-lmdb'];
const web = ['libs/ring-view', 'apps/dashboard'];
const under = (rooms, pattern = '**/*.ts') => rooms.map((room) => `${room}/${pattern}`);

const nodeBuiltins = builtinModules.filter((name) => !name.startsWith('_'));

/** `no-restricted-imports` that refuses each `[regular expression, reason]`. */
const refuseImports = (...refused) => ({
  'no-restricted-imports': [
    'error',
    { patterns: refused.map(([regex, message]) => ({ regex, message, caseSensitive: true })) },
  ],
});

const nodeModules = [
  `^(node:.*|(${nodeBuiltins.join('|')})(/.*)?)$`,
  'Node is not there in a browser',
];
const nestModules = ['^(@nestjs/|fastify|@fastify/|ws$|lmdb$|axios$)', 'it belongs to apps/node'];
/** An engine or a transport serves any program, with Nest or without. */
const hostModules = ['^(@nestjs/|@fastify/|rxjs)', 'a room below Nest serves programs without it'];
const portsOnly = [
  '^(?!\\.|@chord-dht/|@noble/hashes/)',
  'take it through a port; only @noble/hashes is pure enough',
];
/** What every application on Nest has; an HTTP surface is the application's own. */
const nestLibrary = [
  ['^@nestjs/(?!(common|core|axios)$)', 'routes and documents belong to the application'],
  ['^@chord-dht/[^/]+/testing$', 'test doubles stay in tests'],
];
const testingEntries = ['^@chord-dht/[^/]+/testing$', 'test doubles stay in tests'];

const length = (lines, linesOfFunction) => ({
  'max-lines': ['error', { max: lines, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': [
    'error',
    { max: linesOfFunction, skipBlankLines: true, skipComments: true },
  ],
});

export default defineConfig(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      '**/coverage',
      '**/tmp',
      '.nx',
      '.angular',
      '.data',
      '**/*.gen.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  // Plain JavaScript.
  {
    files: ['**/*.{mjs,cjs}'],
    extends: [js.configs.recommended],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      ...length(300, 70),
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { ...nodeGlobals, module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },

  // TypeScript.
  { files: ['**/*.ts'], extends: [tseslint.configs.base] },
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [
            ...['../../../package.json', '../../../../package.json'],
            ...['../../eslint.rooms.mjs', '../../eslint.folders.mjs'],
          ],
          enforceBuildableLibDependency: false,
          depConstraints: boundaries,
        },
      ],
    },
  },

  // A folder imports only folders below it.
  {
    files: ['{libs,apps}/*/src/**/*.ts'],
    ignores: specs,
    plugins: { rooms },
    rules: { 'rooms/order': 'error' },
  },

  // One protocol, three hosts: nothing of any host.
  {
    files: under(deterministic, 'src/**/*.ts'),
    ignores: specs,
    rules: {
      'no-restricted-globals': ['error', ...restrictedGlobals],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Use the Random port: a seed decides a simulated run.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message: 'Import statically: the import rules see only that.',
        },
        {
          selector: 'MetaProperty[meta.name="import"]',
          message: 'import.meta belongs to the host.',
        },
      ],
      ...refuseImports(portsOnly, nodeModules),
    },
  },
  {
    files: under(deterministic, 'src/**/*.ts'),
    ignores: [...specs, '**/testing/**', 'libs/simulator/**'],
    rules: refuseImports(portsOnly, testingEntries),
  },

  // The other rooms.
  {
    files: under(adapters, 'src/**/*.ts'),
    ignores: [...specs, '**/testing/**'],
    rules: refuseImports(hostModules, testingEntries),
  },
  {
    files: under(['libs/nest'], 'src/**/*.ts'),
    ignores: specs,
    rules: refuseImports(...nestLibrary),
  },
  {
    files: under(['libs/engine-lmdb'], 'src/**/*.ts'),
    ignores: [...specs, '**/testing/**'],
    rules: refuseImports(hostModules, testingEntries, [
      '^(fastify|axios|(node:)?(http|https|http2|net|tls|dgram))$',
      'an engine knows disks, and no network',
    ]),
  },
  {
    files: under(['libs/ring-view']),
    ignores: specs,
    rules: {
      'no-restricted-globals': ['error', ...httpGlobals],
      ...refuseImports(
        ['^@angular/common/http', 'ring-view takes data in and gives events out'],
        ['^@chord-dht/', 'ring-view knows shapes of its own, and neither protocol nor HTTP'],
        nodeModules,
        nestModules,
      ),
    },
  },
  {
    files: under(['libs/api-client']),
    ignores: specs,
    rules: refuseImports(
      ['^@chord-dht/', 'the client is made from openapi.json alone'],
      nodeModules,
      nestModules,
    ),
  },
  {
    files: under(['libs/client']),
    ignores: [...specs, '**/testing/**'],
    rules: refuseImports(
      ['^@chord-dht/(?!api-client$)', 'the client knows the API, and nothing behind it'],
      ['^@angular/', 'programs without Angular use it'],
      nodeModules,
      nestModules,
    ),
  },
  {
    files: under(['libs/ring-client']),
    ignores: [...specs, '**/testing/**'],
    rules: refuseImports(
      [
        '^@chord-dht/(?!(chord|transport|client|store/wire)$)',
        'this client knows what members say to it, and nothing of what they do',
      ],
      nestModules,
    ),
  },
  {
    files: under(['apps/node']),
    ignores: [...specs, '**/testing/**'],
    rules: refuseImports(
      [
        '^@chord-dht/(simulator|ring-view|api-client|client|ring-client)',
        'a member needs the protocol only',
      ],
      ['^(@angular/|d3)', 'it belongs to the dashboard'],
      testingEntries,
    ),
  },
  {
    files: under(['apps/dashboard']),
    ignores: specs,
    rules: refuseImports(nodeModules, nestModules, testingEntries),
  },
  {
    files: under(['apps/chordctl']),
    rules: refuseImports(
      ['^@chord-dht/(?!client$)', 'it is a program that uses a ring'],
      nestModules,
    ),
  },
  {
    files: under(['apps/node-e2e', 'apps/dashboard-e2e']),
    rules: refuseImports([
      '^@chord-dht/(?!(chord|store)/testing$|(?:ring-)?client$)|/apps/|/libs/',
      'e2e tests see processes, not their insides; checkers, seeds and what users have are no insides',
    ]),
  },

  {
    files: under(['apps/bench']),
    rules: refuseImports(
      [
        '^@chord-dht/(simulator|ring-view|api-client|client)',
        'it measures members and their protocol',
      ],
      testingEntries,
    ),
  },

  // Angular.
  {
    files: under(web),
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
  },
  {
    files: under(web, '**/*.html'),
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },

  // No test is decided by time: there is one limit for all, and it grows with how slow the machine is.
  {
    files: specs,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'CallExpression[callee.name=/^(it|test)$/][arguments.length=3]',
          'CallExpression[callee.callee.object.name=/^(it|test)$/][arguments.length=3]',
          'CallExpression[callee.name=/^(before|after)(All|Each)$/][arguments.length=2]',
          'CallExpression[callee.object.name="jest"][callee.property.name="setTimeout"]',
        ].map((selector) => ({ selector, message: 'A slow machine reaches any limit of a test.' })),
      ],
    },
  },
);
