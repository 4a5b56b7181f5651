// Knows how to get the simulator's TypeScript into this process: bundled once per run, kept nowhere.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Bundles one module of the workspace.
 * @param {string} entry its path below the workspace's root
 * @param {import('esbuild').BuildOptions} [options]
 */
export async function bundle(entry, options = {}) {
  await build({
    entryPoints: [join(workspace, entry)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    tsconfig: join(workspace, 'tsconfig.base.json'),
    logLevel: 'warning',
    ...options,
  });
}

/** @returns {Promise<typeof import('../src/index')>} */
export async function loadSimulator() {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  try {
    const outfile = join(folder, 'simulator.mjs');
    await bundle('libs/simulator/src/index.ts', {
      outfile,
      platform: 'neutral',
      mainFields: ['module', 'main'],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The host that Node is: after `setImmediate` all promises have run. */
export const nodeHost = {
  yieldToHost: () => new Promise((resolve) => setImmediate(resolve)),
};
