/** What every Jest project of the workspace shares: swc to CommonJS, and the path names of tsconfig.base.json. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { paths } = JSON.parse(
  readFileSync(join(__dirname, 'tsconfig.base.json'), 'utf8'),
).compilerOptions;

const moduleNameMapper = Object.fromEntries(
  Object.entries(paths).map(([name, [file]]) => [`^${name}$`, join(__dirname, file)]),
);

/** Packages that are published as ES modules only and so have to be transformed for Jest. */
const esModules = [
  '@nestjs',
  '@noble',
  'content-disposition',
  'cookie',
  'file-type',
  'load-esm',
  'd3',
  'd3-.*',
  'internmap',
  'delaunator',
  'robust-predicates',
];

/**
 * Tests run in a context of their own, where each look at a global goes through a gate of the engine: a quarter of
 * what simulated rings take. These are looked up once a file. Not what a test may replace: time and timers.
 */
const sandboxInjectedGlobals = [
  ...[
    'Array',
    'BigInt',
    'Buffer',
    'DataView',
    'Error',
    'Infinity',
    'JSON',
    'Map',
    'Math',
    'Number',
    'Object',
  ],
  ...['Promise', 'RangeError', 'Reflect', 'Set', 'String', 'Symbol', 'TypeError'],
  ...['Uint32Array', 'Uint8Array', 'WeakMap', 'parseInt'],
];

/** How many times slower than a quiet one the machine is, as `npm test` has measured it (tools/lib/patience.mjs). */
const patience = Math.max(1, Number(process.env['CHORD_PATIENCE'] ?? 1));

module.exports = {
  testEnvironment: join(__dirname, 'tools/jest/node-environment.cjs'),
  /** Nothing is decided by time. This is for a test that hangs: it fails alone, before the whole run is ended. */
  testTimeout: 540_000 * patience,
  testMatch: ['<rootDir>/**/*.spec.ts'],
  sandboxInjectedGlobals,
  moduleNameMapper,
  transform: {
    '^.+\\.[cm]?[tj]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.+/node_modules/)?(?:${esModules.join('|')})/)`],
};
