// Starts real members of a ring as processes, waits until they are ready, and stops them.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { join, resolve } from 'node:path';
import { root } from './root.mjs';

/** A node ends itself before; this is for one that cannot. */
const STOP_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 50;
const ASK_AGAIN_MS = 1_000;
const ANSWER_WITHIN_MS = 30_000;
const LAST_WORDS = 15;
/** Service Unavailable: the same question may be answered later. */
const LATER = 503;

/**
 * @typedef {object} Member
 * @property {number} port
 * @property {number} pid
 * @property {string} log the file that holds what it writes
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<string>} ended resolves with how it ended
 */

/**
 * Starts one member in a process group of its own, so that Ctrl-C reaches it only through us.
 * @param {number} port
 * @param {string} data the folder for its keys and its log
 * @returns {Member}
 */
export function startMember(port, data) {
  const log = join(data, `localhost-${port}.log`);
  mkdirSync(resolve(root, data), { recursive: true });
  const file = openSync(resolve(root, log), 'w');
  const args = ['--port', String(port), '--data-dir', join(data, `localhost-${port}`)];
  const child = spawn(process.execPath, ['dist/apps/node/main.mjs', ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  return { port, pid: child.pid ?? 0, log, child, ended };
}

/** True while the process has not ended. @param {Member} member */
export function isRunning({ child }) {
  return child.exitCode === null && child.signalCode === null;
}

/**
 * Resolves when the member serves, however long that takes; rejects with its last words when it ends before.
 * @param {Member} member
 */
export async function untilReady(member) {
  while (!(await isReady(member.port))) {
    if (!isRunning(member)) throw new Error(await lastWords(member));
    await pause(LOOK_AGAIN_MS);
  }
}

/** @param {Member} member that has ended */
async function lastWords({ port, log, ended }) {
  const words = readFileSync(resolve(root, log), 'utf8').trimEnd().split('\n').slice(-LAST_WORDS);
  return `Node ${port} ended with ${await ended}. Its log (${log}) ends with:\n${words.join('\n')}`;
}

/** @param {number} port @returns {Promise<boolean>} */
function isReady(port) {
  return new Promise((resolve) => {
    const call = get(
      { host: 'localhost', port, path: '/health/ready', timeout: ANSWER_WITHIN_MS },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      },
    );
    call.on('error', () => resolve(false)).on('timeout', () => call.destroy());
  });
}

/**
 * Has the first member form one ring with the others. A node that says that there was no time for it is
 * asked again, for as long as all of them run.
 * @param {readonly Member[]} members
 * @param {(answer: string) => void} onLater called with what it answered
 * @returns {Promise<void>} rejects with what the node answered, or the last words of one that has ended
 */
export async function joinRing(members, onLater) {
  const [first, ...others] = members;
  if (!first || others.length === 0) return;
  for (;;) {
    const { status, text } = await askToJoin(first.port, others);
    if (status === 200) return;
    const ended = members.find((member) => !isRunning(member));
    if (ended) throw new Error(await lastWords(ended));
    if (status !== LATER) throw new Error(`PUT /dht/join: ${status} ${text}`);
    onLater(`${status} ${text.trim()}`);
    await pause(ASK_AGAIN_MS);
  }
}

/** @param {number} port @param {readonly Member[]} others @returns {Promise<{ status: number, text: string }>} */
function askToJoin(port, others) {
  const options = { host: 'localhost', port, path: '/dht/join', method: 'PUT' };
  return new Promise((resolve) => {
    const call = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    // Nobody listens any more: the loop finds who has ended.
    call.on('error', ({ message }) => resolve({ status: 0, text: message }));
    call.end(others.map((other) => `localhost:${other.port}`).join('\n'));
  });
}

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => void setTimeout(resolve, ms));

/** Stops a member as its operator would: SIGTERM, then patience, then force. @param {Member} member */
export async function stopMember(member) {
  if (!isRunning(member)) return;
  member.child.kill('SIGTERM');
  const force = setTimeout(() => member.child.kill('SIGKILL'), STOP_WITHIN_MS);
  await member.ended;
  clearTimeout(force);
}
