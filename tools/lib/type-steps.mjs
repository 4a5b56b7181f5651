// Knows how the types of the whole workspace are checked: by one compiler for all projects that `tsc -b` knows, which
// reads what they have in common once, and one by one, as Nx does it, for the others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { script } from './children.mjs';
import { readProjects } from './changes.mjs';
import { root } from './root.mjs';
import { command } from './steps.mjs';

const BUILT = /^tsc -b (\S+)$/;

/** @typedef {{ name: string, command: string }} Check how the types of one project are checked */

/** @returns {Check[]} of every project, as its `project.json` has it */
export function readChecks() {
  return readProjects().flatMap(({ name, folder }) => {
    const { targets } = JSON.parse(readFileSync(join(root, folder, 'project.json'), 'utf8'));
    const check = targets?.typecheck?.options?.command;
    return check === undefined ? [] : [{ name, command: String(check) }];
  });
}

/**
 * @param {string} nx
 * @param {readonly Check[]} [checks]
 * @returns {import('./steps.mjs').Step[]}
 */
export function typeSteps(nx, checks = readChecks()) {
  const folders = checks.flatMap((check) => BUILT.exec(check.command)?.[1] ?? []);
  const others = checks.filter((check) => !BUILT.test(check.command)).map(({ name }) => name);
  const args = ['run-many', '--outputStyle=static', '-t', 'typecheck', '-p', others.join(',')];
  return [
    command('typecheck', script('typescript/bin/tsc'), ['-b', ...folders]),
    command('templates', nx, [...args, '--parallel=1']),
  ];
}
