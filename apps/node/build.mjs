// Builds the node: esbuild bundles our own sources and the packages, swc writes the decorator metadata that
// Nest's injection reads (esbuild emits none). To find, read and link the thousand files of the packages
// was two thirds of what a start of a node costs.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decorators } from '../../tools/lib/decorators.mjs';
import { withoutFetch } from '../../tools/lib/without-fetch.mjs';
import { KEPT } from './kept.mjs';
import { quickPackages } from './quick-packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const outputs = join(root, 'dist/apps/node');

/** What Nest looks for when it is used, and we do not. */
const OPTIONAL = [
  ...['@nestjs/microservices', '@nestjs/websockets', '@nestjs/platform-express'],
  ...['@fastify/multipart', '@fastify/view', 'class-transformer', 'class-validator'],
];
/** Some packages are of the older kind and expect what modules of this kind do not have. */
const OLDER_KIND = `import { createRequire as _createRequire } from 'node:module';
const require = _createRequire(import.meta.url);`;
/** In a script of the older kind a module is as strict as it was, and knows its address. */
const STRICT = `'use strict';
const __url = require('node:url').pathToFileURL(__filename).href;`;

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  // With the workspace's own libraries, by the names that the tsconfig.json beside the sources has for them.
  bundle: true,
  external: [...KEPT, ...OPTIONAL].flatMap((name) => [name, `${name}/*`]),
  platform: 'node',
  target: 'node20',
  // Comments are a third of the text, which the engine keeps as long as it runs; with a letter of a wide
  // alphabet among them, in twice the room. Names stay as they are, for the stacks in a log.
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'eof',
  charset: 'ascii',
  sourcemap: 'linked',
  logLevel: 'warning',
  plugins: [decorators, withoutFetch, quickPackages],
};

// Several cold starts may build at once: each writes beside the target and renames, so that nobody
// ever starts half a file.
const scratch = join(outputs, `.building-${process.pid}`);
await mkdir(scratch, { recursive: true });
try {
  await Promise.all([modules(), program()]);
  const code = precompile();
  const modulesOf = ['write-openapi', 'write-docs', 'healthcheck'].map((name) => `${name}.mjs`);
  for (const name of ['node.cjs', ...modulesOf, 'main.mjs']) {
    await rename(join(scratch, `${name}.map`), join(outputs, `${name}.map`));
    await rename(join(scratch, name), join(outputs, name));
  }
  for (const name of code) await rename(join(scratch, name), join(outputs, name));
} finally {
  await rm(scratch, { recursive: true, force: true });
}

function modules() {
  return build({
    ...shared,
    entryPoints: {
      main: 'apps/node/src/launch.ts',
      precompile: 'apps/node/src/precompile.ts',
      'write-openapi': 'apps/node/src/docs/write-openapi.ts',
      'write-docs': 'apps/node/src/docs/write-docs.ts',
      healthcheck: 'apps/node/src/healthcheck.ts',
    },
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    banner: { js: OLDER_KIND },
    format: 'esm',
  });
}

/** A script and not a module: only of a script the engine takes back what it has compiled before. */
function program() {
  return build({
    ...shared,
    entryPoints: { node: 'apps/node/src/main.ts' },
    outdir: scratch,
    outExtension: { '.js': '.cjs' },
    banner: { js: STRICT },
    define: { 'import.meta.url': '__url' },
    // An import at run time would be asked of whoever runs the script.
    supported: { 'dynamic-import': false },
    format: 'cjs',
  });
}

/** @returns the names of what it has made; none where a node cannot be started, and then it starts slower */
function precompile() {
  if (isCompiled()) return [];
  const env = Object.entries(process.env).filter(([name]) => !/^(CHORD_|NODE_OPTIONS$)/.test(name));
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(scratch, 'precompile.mjs'), outputs],
    {
      env: Object.fromEntries(env),
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    },
  );
  if (status !== 0) console.warn(`The node was not compiled ahead, and starts slower: ${stderr}`);
  return status === 0 ? readdirSync(scratch).filter((name) => name.endsWith('.code')) : [];
}

/** True when the code of the last build is of the same text, as it is at most starts from a clone. */
function isCompiled() {
  const code = join(outputs, `node.${process.version}-${process.arch}.code`);
  if (!existsSync(code)) return false;
  const hash = createHash('sha1')
    .update(readFileSync(join(scratch, 'node.cjs')))
    .digest();
  return readFileSync(code).subarray(0, hash.length).equals(hash);
}
