// Checks the packages by tools of others, `npm run pack:check`: publint, and are-the-types-wrong for programs that
// import ES modules, the only kind that there is. Run `npm run pack:all` before.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { script } from './lib/children.mjs';
import { root } from './lib/root.mjs';

const FOLDER = join(root, 'dist/packages');
const tarballs = readdirSync(FOLDER).filter((name) => name.endsWith('.tgz'));
if (tarballs.length === 0) throw new Error('There are no packages: run `npm run pack:all` first.');

/** @param {string} path @param {readonly string[]} args */
function isContent(path, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script(path), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) console.log(stdout + stderr);
  return status === 0;
}

for (const name of tarballs) {
  const file = join('dist/packages', name);
  const verdicts = {
    publint: isContent('publint/src/cli.js', ['run', file, '--strict']),
    'are-the-types-wrong': isContent('@arethetypeswrong/cli/dist/index.js', [
      ...[file, '--profile', 'esm-only', '--no-color', '--no-emoji'],
    ]),
  };
  for (const [judge, isWell] of Object.entries(verdicts)) {
    console.log(`${name}  ${judge}: ${isWell ? 'nothing to say' : 'FAULTS, see above'}`);
    if (!isWell) process.exitCode = 1;
  }
}
