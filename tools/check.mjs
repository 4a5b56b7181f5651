// For the person at work: lint, types and unit tests of what has changed since the branch began, and not
// again what Nx knows to be well: `npm run check`.
//   npm run check -- --base HEAD   only what is not committed
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changedFiles, projectsOf, readProjects } from './lib/changes.mjs';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { command } from './lib/steps.mjs';
import { formatSteps, oxlintSteps } from './lib/text-steps.mjs';
import { typeSteps } from './lib/type-steps.mjs';
import { coresOf, NX, runAll } from './lib/whole-run.mjs';

/** Where branches begin; the first that is there. */
const BASES = ['origin/main', 'main', 'HEAD'];

/** @param {readonly string[]} args */
const git = (...args) => spawnSync('git', args, { encoding: 'utf8' });

function defaultBase() {
  for (const name of BASES) {
    const { status, stdout } = git('merge-base', 'HEAD', name);
    if (status === 0) return stdout.trim();
  }
  return 'HEAD';
}

/**
 * Types of everything, where compilers know what was well before; lint and unit tests of the changed projects
 * themselves.
 * @param {readonly string[]} files
 * @param {number} cores
 * @returns {import('./lib/steps.mjs').Step[]}
 */
function stepsFor(files, cores) {
  const projects = projectsOf(files, readProjects());
  const present = files.filter((file) => existsSync(join(root, file)));
  const steps = formatSteps(present);
  if (projects.length === 0) return steps;
  const flags = [`--parallel=${cores}`, '--outputStyle=static'];
  const each = ['run-many', '-p', projects.join(','), ...flags];
  return [
    command('unit', NX, [...each, '-t', 'test', `--maxWorkers=${cores}`]),
    ...typeSteps(NX),
    command('lint', NX, [...each, '-t', 'lint']),
    ...oxlintSteps(foldersOf(projects)),
    ...steps,
  ];
}

/** @param {readonly string[]} projects their names */
const foldersOf = (projects) =>
  readProjects().flatMap(({ name, folder }) => (projects.includes(name) ? folder : []));

const { values } = parseArgs({ options: { base: { type: 'string' } } });
await prepare();
const base = values.base ?? defaultBase();
const files = changedFiles(base);
if (files.length === 0) {
  console.log('Nothing has changed.');
} else {
  const cores = coresOf();
  const projects = projectsOf(files, readProjects());
  const names = projects.length > 0 ? `, in ${projects.join(', ')}` : '';
  console.log(`Changed: ${files.length} ${files.length === 1 ? 'file' : 'files'}${names}.`);
  await runAll(stepsFor(files, cores), cores);
}
