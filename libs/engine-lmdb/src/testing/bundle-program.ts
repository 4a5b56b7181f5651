// Makes one file of a program of this folder, for tests that run it in a process of its own.
import { buildSync } from 'esbuild';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

/** What such a process is started with: the packages that are not in its file. */
export const PROGRAM_ENV = { ...process.env, NODE_PATH: join(ROOT, 'node_modules') };

/**
 * @param name of a file here, without its ending
 * @param outfile what is written; it ends in `.cjs`
 */
export function bundleProgram(name: string, outfile: string): void {
  buildSync({
    entryPoints: [join(__dirname, `${name}.ts`)],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    external: ['lmdb', 'fs-native-extensions'],
    supported: { 'dynamic-import': false },
    tsconfig: join(ROOT, 'tsconfig.base.json'),
    logLevel: 'error',
  });
}
