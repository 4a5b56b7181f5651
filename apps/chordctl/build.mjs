// Builds chordctl: one bundle with the client and the command library in it, and what writes its page of the docs.
import { build } from 'esbuild';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const outputs = join(root, 'dist/apps/chordctl');

// Built in a scratch folder: a process that starts the program during a build gets the former one, never half a file.
const scratch = join(outputs, `.building-${process.pid}`);
await mkdir(scratch, { recursive: true });
try {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: 'apps/chordctl/src/main.ts',
      'write-help': 'apps/chordctl/src/write-help.ts',
    },
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    // With the workspace's own libraries, by the names that the tsconfig.json beside the sources has for them.
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: {
      js: "import { createRequire as _createRequire } from 'node:module';\nconst require = _createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  for (const name of ['main', 'write-help'])
    await rename(join(scratch, `${name}.mjs`), join(outputs, `${name}.mjs`));
} finally {
  await rm(scratch, { recursive: true, force: true });
}
