// Makes the package `chord-dht`: the node with its dashboard, and the command line, as the workspace builds them.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KEPT } from '../../apps/node/kept.mjs';
import { root } from '../lib/root.mjs';
import { headOf, versionOf } from './manifest.mjs';

const BUILT = join(root, 'dist/apps');
const SOURCES = join(root, 'tools/pack/chord-dht');

/** A faster MessagePack; it is used where there is a build of it. */
const OPTIONAL = ['msgpackr-extract'];
/** What the bundle of the node leaves outside, but for Swagger UI, which goes along. */
const NEEDED = KEPT.filter((name) => name !== 'swagger-ui-dist' && !OPTIONAL.includes(name));

/** What Swagger UI serves. The package itself would run a script at install that reports to a third party. */
const SWAGGER = join(root, 'node_modules/swagger-ui-dist');
const SWAGGER_FILES = [
  ...['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js'],
  ...['favicon-16x16.png', 'favicon-32x32.png', 'index.css', 'oauth2-redirect.html'],
  ...['oauth2-redirect.js', 'LICENSE', 'NOTICE'],
];
const SWAGGER_ENTRY = 'swagger-ui-dist/absolute-path.js';

/** @param {string} folder */
export function makeApplication(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'node'), { recursive: true });
  cpSync(join(BUILT, 'node/main.mjs'), join(folder, 'node/main.mjs'));
  writeFileSync(join(folder, 'node/node.cjs'), nodeProgram());
  packSwagger(join(folder, 'node/swagger-ui'));
  cpSync(join(BUILT, 'dashboard'), join(folder, 'dashboard'), {
    recursive: true,
    filter: (path) => !basename(path).startsWith('.'),
  });
  mkdirSync(join(folder, 'chordctl'));
  cpSync(join(BUILT, 'chordctl/main.mjs'), join(folder, 'chordctl/main.mjs'));
  cpSync(join(SOURCES, 'bin'), join(folder, 'bin'), { recursive: true });
  cpSync(join(SOURCES, 'README.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  const manifest = {
    ...headOf({
      name: 'chord-dht',
      about:
        'A masterless, durable key-value store on a Chord ring, with a dashboard and a command line.',
      keywords: ['chord', 'dht', 'key-value', 'database', 'distributed', 'server'],
    }),
    bin: { 'chord-dht': 'bin/chord-dht.mjs', chordctl: 'bin/chordctl.mjs' },
    exports: { './package.json': './package.json' },
    dependencies: exact(NEEDED),
    optionalDependencies: exact(OPTIONAL),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The program that is tested is the one that is published: exactly the versions of the lock file. */
const exact = (/** @type {readonly string[]} */ names) =>
  Object.fromEntries(names.map((name) => [name, versionOf(name)]));

function nodeProgram() {
  const text = readFileSync(join(BUILT, 'node/node.cjs'), 'utf8');
  const pieces = text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n').split(SWAGGER_ENTRY);
  if (pieces.length !== 2)
    throw new Error(`The node names ${SWAGGER_ENTRY} ${pieces.length - 1} times, and not once.`);
  return pieces.join('./swagger-ui/absolute-path.cjs');
}

/** @param {string} folder */
function packSwagger(folder) {
  mkdirSync(folder);
  for (const file of SWAGGER_FILES) cpSync(join(SWAGGER, file), join(folder, file));
  writeFileSync(join(folder, 'absolute-path.cjs'), 'module.exports = () => __dirname;\n');
}
