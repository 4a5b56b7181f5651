// The version before this one, built once from the history of the repository and kept with the other products of
// tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');
const { commit } = JSON.parse(readFileSync(join(ROOT, 'tools/earlier-version.json'), 'utf8')) as {
  readonly commit: string;
};
/** Below the root, where its packages are found; they are those of this version. */
const FOLDER = join(ROOT, 'tmp/earlier', commit);

/** A clone without its history, or a copy without one, has no version before. */
export const hasEarlierVersion =
  spawnSync('git', ['-C', ROOT, 'cat-file', '-e', `${commit}^{commit}`]).status === 0;

/** The program of a node of that version. */
export function earlierMain(): string {
  const main = join(FOLDER, 'dist/apps/node/main.mjs');
  if (existsSync(main)) return main;
  // Others may build it at the same time: whoever is first puts it there whole.
  const making = `${FOLDER}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const parts = ['apps/node', 'libs', 'package.json', 'tsconfig.base.json'];
  const archive = execFileSync('git', ['-C', ROOT, 'archive', commit, ...parts], {
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', making], { input: archive });
  execFileSync(process.execPath, ['apps/node/build.mjs'], { cwd: making, stdio: 'pipe' });
  try {
    renameSync(making, FOLDER);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
  return main;
}
