// Checks the types of the whole workspace: by one run for all projects that `tsc -b` knows, and by one for those with
// templates. Templates are checked where they are compiled: when the dashboard is built.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { script } from './children.mjs';
import { readProjects } from './changes.mjs';
import { root } from './root.mjs';
import { command } from './steps.mjs';

/** The compiler written in Go: it needs a quarter of the processor time. Angular and the linter have the older one. */
export const TSC = script('typescript-native/bin/tsc');
/** Includes the files of every project whose own check is one of `ngc`. */
export const WEB = 'tsconfig.web.json';

/** @typedef {{ name: string, folder: string, command: string }} Check how the types of one project are checked */

/** @returns {Check[]} of every project, as its `project.json` has it */
export function readChecks() {
  return readProjects().flatMap(({ name, folder }) => {
    const { targets } = JSON.parse(readFileSync(join(root, folder, 'project.json'), 'utf8'));
    const check = targets?.typecheck?.options?.command;
    return check === undefined ? [] : [{ name, folder, command: String(check) }];
  });
}

/** @param {string} folder @returns {string} how `project.json` has the check of a project that is built */
export const builtBy = (folder) => `node ${TSC} -b ${folder}`;

/**
 * @param {string} [nx] with it nothing is built, so templates are checked too, and not where it knows them as well
 * @param {import('./steps.mjs').Place} [place]
 * @returns {import('./steps.mjs').Step[]}
 */
export function typeSteps(nx, place) {
  const checks = readChecks();
  const isBuilt = (/** @type {Check} */ check) => check.command === builtBy(check.folder);
  const folders = checks.filter(isBuilt).map(({ folder }) => folder);
  const others = checks.filter((check) => !isBuilt(check)).map(({ name }) => name);
  const each = ['run-many', '--outputStyle=static', '-t', 'typecheck', '-p', others.join(',')];
  return [
    command('typecheck', TSC, ['-b', ...folders], place),
    nx === undefined
      ? command('typecheck-web', TSC, ['-p', WEB, '--noEmit'], place)
      : command('templates', nx, [...each, '--parallel=1'], place),
  ];
}
