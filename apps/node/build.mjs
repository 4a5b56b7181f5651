// Builds the node: esbuild bundles our own sources and the packages, swc writes the decorator metadata that
// Nest's injection reads (esbuild emits none). To find, read and link the thousand files of the packages
// was two thirds of what a start of a node costs.
import { build } from 'esbuild';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decorators } from '../../tools/lib/decorators.mjs';
import { KEPT } from './kept.mjs';

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

// Several cold starts may build at once: each writes beside the target and renames, so that nobody
// ever starts half a file.
const scratch = join(outputs, `.building-${process.pid}`);
await mkdir(scratch, { recursive: true });
try {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: 'apps/node/src/main.ts',
      'write-openapi': 'apps/node/src/docs/write-openapi.ts',
      'write-docs': 'apps/node/src/docs/write-docs.ts',
      healthcheck: 'apps/node/src/healthcheck.ts',
    },
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    // With the workspace's own libraries, by the names that the tsconfig.json beside the sources has for them.
    bundle: true,
    external: [...KEPT, ...OPTIONAL].flatMap((name) => [name, `${name}/*`]),
    banner: { js: OLDER_KIND },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Comments are a third of the text, which the engine keeps as long as it runs; with a letter of a wide
    // alphabet among them, in twice the room. Names stay as they are, for the stacks in a log.
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'eof',
    sourcemap: 'linked',
    logLevel: 'warning',
    plugins: [decorators],
  });
  for (const name of ['write-openapi', 'write-docs', 'healthcheck', 'main']) {
    await rename(join(scratch, `${name}.mjs.map`), join(outputs, `${name}.mjs.map`));
    await rename(join(scratch, `${name}.mjs`), join(outputs, `${name}.mjs`));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
