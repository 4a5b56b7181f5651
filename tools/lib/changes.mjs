// The changes in the workspace, and the projects that they touch.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Files of the root that say how everything is tested and compiled. */
const SHARED =
  /^(package-lock\.json|tsconfig\.base\.json|nx\.json|jest\.[\w.]+|eslint\.[\w.]+|\.oxlintrc[\w.]*)$/;

/** @typedef {{ name: string, folder: string }} Project `folder` from the root of the workspace */

/**
 * Files that were added, changed or removed since `base`, committed or not.
 * @param {string} base
 * @returns {string[]}
 */
export function changedFiles(base) {
  const lists = [
    ['diff', '--name-only', '-z', base],
    ['ls-files', '--others', '--exclude-standard', '-z'],
  ].map((args) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.split('\0').filter((name) => name !== '');
  });
  return [...new Set(lists.flat())];
}

/** @returns {Project[]} */
export function readProjects() {
  const folders = ['apps', 'libs'].flatMap((room) =>
    readdirSync(join(root, room)).map((name) => `${room}/${name}`),
  );
  return [...folders, 'tools'].flatMap((folder) => {
    const file = join(root, folder, 'project.json');
    return existsSync(file) ? [{ name: JSON.parse(readFileSync(file, 'utf8')).name, folder }] : [];
  });
}

/**
 * The names of the projects that files lie in; all when one of the files concerns all.
 * @param {readonly string[]} files
 * @param {readonly Project[]} projects
 */
export function projectsOf(files, projects) {
  const isShared = files.some((file) => SHARED.test(file));
  return projects
    .filter(({ folder }) => isShared || files.some((file) => file.startsWith(`${folder}/`)))
    .map(({ name }) => name);
}
