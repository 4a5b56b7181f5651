// Knows how to run other programs, to keep what they say, and to leave none behind.
import { spawn } from 'node:child_process';
import { root } from './prepare.mjs';

/** @typedef {{ code: number, output: string, seconds: number }} Outcome */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs one command to its end in a process group of its own.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, minutesMax?: number }} [options]
 * @returns {Promise<Outcome>} what it wrote to both streams; code 124 when it took too long
 */
export function run(command, args, { env = {}, minutesMax = 15 } = {}) {
  const startedMs = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  /** @type {Buffer[]} */
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    killGroup(child);
  }, minutesMax * 60_000);
  return new Promise((resolve) => {
    /** @param {number} code @param {string} [note] */
    const end = (code, note = '') => {
      clearTimeout(timer);
      running.delete(child);
      const output = Buffer.concat(chunks).toString('utf8') + note;
      resolve({ code, output, seconds: (performance.now() - startedMs) / 1000 });
    };
    child.on('error', (error) => end(127, `\n${command}: ${error.message}\n`));
    child.on('close', (code) => {
      if (late) end(124, `\nstopped after ${minutesMax} minutes\n`);
      else end(code ?? 1);
    });
  });
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
