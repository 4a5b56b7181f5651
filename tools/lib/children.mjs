// Runs other programs, keeps their output, watches their progress, and leaves none behind.
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { patience } from './patience.mjs';
import { root } from './root.mjs';

/** Ends a run: Ctrl-C, `kill`, a terminal that is closed. */
export const END_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const TICK_MS = 5_000;
const STILL_MINUTES = 10;

/** @typedef {{ code: number, output: string, seconds: number }} Outcome */

/**
 * @typedef {object} RunOptions
 * @property {Record<string, string>} [env] on top of our own
 * @property {(message: any) => void} [onMessage] called with what the child sends by `process.send`
 * @property {number} [stillMinutes] of a quiet machine: without a word or a message for so long it is ended
 * @property {number} [niceness] by how much it gives way to others: 0 is as we do, 19 the most
 * @property {() => string} [lastSeen] what it was at, for the sentence that says so
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs one command to its end in a process group of its own. There is no limit on how long that takes,
 * because a slow machine reaches any. Only one that has said nothing for `stillMinutes` is ended.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>} what it wrote to both streams; code 124 when it did not get on
 */
export function run(command, args, options = {}) {
  const { env = {}, onMessage, stillMinutes = STILL_MINUTES, niceness = 0 } = options;
  const { lastSeen = () => '' } = options;
  const minutes = stillMinutes * patience();
  const startedMs = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(onMessage ? [/** @type {const} */ ('ipc')] : [])],
    detached: true,
    // On Windows npm is a script of the shell.
    shell: command === 'npm' && process.platform === 'win32',
  });
  running.add(child);
  if (niceness > 0) giveWay(child, niceness);
  /** @type {Buffer[]} */
  const chunks = [];
  const watch = watchProgress(minutes, () => killGroup(child));
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      chunks.push(chunk);
      watch.seen();
    });
  if (onMessage)
    child.on('message', (message) => {
      watch.seen();
      onMessage(message);
    });
  return new Promise((resolve) => {
    /** @param {number} code @param {string} [note] */
    const end = (code, note = '') => {
      watch.stop();
      running.delete(child);
      const output = Buffer.concat(chunks).toString('utf8') + note;
      resolve({ code, output, seconds: (performance.now() - startedMs) / 1000 });
    };
    child.on('error', (error) => end(127, `\n${command}: ${error.message}\n`));
    child.on('close', (code) => {
      if (!watch.isStill) return end(code ?? 1);
      end(124, `\nNo progress for ${minutes.toFixed(0)} minutes, so it was ended. ${lastSeen()}\n`);
    });
  });
}

/**
 * Calls `onStill` once when `seen` was not called for so many minutes. Counts what it saw pass turn by
 * turn: a machine that slept, or did not let us run, has not kept anybody waiting.
 * @param {number} minutes
 * @param {() => void} onStill
 */
export function watchProgress(minutes, onStill) {
  const tickMs = Math.min(TICK_MS, (minutes * 60_000) / 4);
  let stillMs = 0;
  const watch = {
    isStill: false,
    seen: () => void (stillMs = 0),
    stop: () => clearInterval(timer),
  };
  const timer = setInterval(() => {
    stillMs += tickMs;
    if (stillMs < minutes * 60_000) return;
    watch.stop();
    watch.isStill = true;
    onStill();
  }, tickMs);
  return watch;
}

/**
 * Its threads and children, which come later, do the same.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} niceness
 */
function giveWay(child, niceness) {
  try {
    if (child.pid) setPriority(child.pid, niceness);
  } catch {
    // It is over, or the system has no such thing: it goes on as others do.
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Ends everything that `run` started and that has not ended. */
export function killAll() {
  for (const child of running) killGroup(child);
  running.clear();
}

/** The path of a script of an installed package, to be run with `process.execPath`. @param {string} path */
export const script = (path) => `node_modules/${path}`;
