// Checks what must be there before anything runs: the right Node, the dependencies. Built-in modules only.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { END_SIGNALS, killAll, run } from './children.mjs';
import { clock, Progress } from './progress.mjs';
import { root } from './root.mjs';

/** The lines of Node that the product runs on, each with its first good minor version. */
const NODE_LINES = [
  { major: 20, minor: 19 },
  { major: 22, minor: 12 },
];
const NODE_MAJOR_ANY = 24;

/**
 * Why this version of Node will not do, or `undefined`.
 * @param {string} version as in `process.versions.node`
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const line = NODE_LINES.find((candidate) => candidate.major === major);
  if (major >= NODE_MAJOR_ANY || (line && minor >= line.minor)) return undefined;
  return `Node ${version} is too old or not a supported line. Use 24 (recommended), 22.12 or newer, or 20.19 or newer.`;
}

/**
 * True when the packages on disk are not those of the lock file. Compared by content, not by time:
 * a checkout touches the lock file without changing it.
 * @param {string} folder
 */
export function isInstallNeeded(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return true;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).some(
    ([path, { version, optional, devOptional, peer }]) =>
      path !== '' &&
      have[path]?.version !== version &&
      !(have[path] === undefined && (optional || devOptional || peer)),
  );
}

/**
 * Why nothing can be installed or built in this folder, or `undefined`.
 * @param {string} folder
 */
export function folderComplaint(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    return `${folder} cannot be written to (${code}): what is installed and built lies there. Clone into a folder of your own.`;
  }
}

/** How npm is called: the one that called us, if any. @returns {[string, ...string[]]} */
export function npmCommand() {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
}

/** Installs exactly the lock file, without running anybody's install scripts. */
async function install() {
  const what = 'Installing dependencies (a minute or two, only the first time)';
  const progress = new Progress(() => `${what} ...`).start();
  progress.print(`${what} ...`);
  const [command, ...before] = npmCommand();
  const stop = () => {
    killAll();
    process.exit(130);
  };
  for (const signal of END_SIGNALS) process.once(signal, stop);
  const { code, output } = await run(command, [...before, 'ci', '--ignore-scripts'], {
    stillMinutes: Infinity,
  });
  for (const signal of END_SIGNALS) process.off(signal, stop);
  progress.stop();
  if (code !== 0) fail(`${output}\nnpm ci --ignore-scripts failed; its output is above.`);
  console.log(`Installed in ${clock(progress.elapsedMs)} minutes.`);
}

/** Ends this process with a sentence for a person. @param {string} sentence @returns {never} */
export function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** Checks Node and the folder, and installs what is missing; ends the process when that cannot be done. */
export async function prepare() {
  const complaint = nodeComplaint(process.versions.node) ?? folderComplaint(root);
  if (complaint) fail(complaint);
  if (isInstallNeeded(root)) await install();
}
