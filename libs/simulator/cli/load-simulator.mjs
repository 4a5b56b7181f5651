// Loads the simulator's TypeScript into this process: bundled once per run, kept nowhere.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** All that the library has for others, and the host that Node is. */
const CONTENTS = `export * from './index';
export { testHost as nodeHost } from './testing/node-host';`;

/** @returns {Promise<typeof import('../src/index') & { nodeHost: import('../src/index').Host }>} */
export async function loadSimulator() {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  try {
    const outfile = join(folder, 'simulator.mjs');
    await build({
      stdin: {
        contents: CONTENTS,
        resolveDir: join(workspace, 'libs/simulator/src'),
        loader: 'ts',
      },
      bundle: true,
      format: 'esm',
      target: 'es2022',
      tsconfig: join(workspace, 'tsconfig.base.json'),
      logLevel: 'warning',
      outfile,
      platform: 'neutral',
      mainFields: ['module', 'main'],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
