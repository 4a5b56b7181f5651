// The supported lines of Node, and the installation of each from the registry into a folder of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './children.mjs';
import { npmCommand } from './prepare.mjs';
import { root } from './root.mjs';

/** As the README names them: the newest long-term line first. */
export const LINES = [24, 22, 20, 26];
/** Not below node_modules: a new install would take them away. */
const FOLDER = 'tmp/nodes';

/**
 * @typedef {object} Node
 * @property {string} path of the program
 * @property {string} version such as 24.21.0
 * @property {Record<string, string>} env in which `node` and `npx` are this one
 */

/** The line of the Node that runs this. */
export const ownLine = Number(process.versions.node.split('.')[0]);

/**
 * One of the line: the one that runs this, one that was fetched before, or the newest of the registry.
 * @param {number} line
 * @returns {Promise<Node | string>} why there is none, in a sentence
 */
export async function nodeOf(line) {
  if (line === ownLine) return { path: process.execPath, version: process.versions.node, env: {} };
  const folder = join(root, FOLDER, String(line));
  const bin = join(folder, 'node_modules/.bin');
  const path = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (versionOf(path) === undefined) {
    const output = await fetch(folder, line);
    if (versionOf(path) === undefined)
      return `Node ${line} could not be fetched from the registry: ${reasonIn(output)}`;
  }
  const env = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  return { path, version: versionOf(path) ?? '', env };
}

/** @param {string} path @returns {string | undefined} */
function versionOf(path) {
  if (!existsSync(path)) return undefined;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined;
}

/** @param {string} folder @param {number} line @returns {Promise<string>} what npm said */
async function fetch(folder, line) {
  mkdirSync(folder, { recursive: true });
  // A folder without one would be taken for a part of the workspace around it.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const [command, ...before] = npmCommand();
  const args = ['install', `node@${line}`, '--prefix', folder, '--no-save'];
  return (await run(command, [...before, ...args], { stillMinutes: Infinity })).output;
}

/** @param {string} output of npm */
function reasonIn(output) {
  const lines = output.split('\n').filter((line) => /npm (error|ERR!)/.test(line));
  return (lines[0] ?? output.trim().split('\n').at(-1) ?? '').trim();
}
