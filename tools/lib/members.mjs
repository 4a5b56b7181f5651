// Knows how to start real members of a ring as processes, to see when they are ready, and to stop them.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { root } from './prepare.mjs';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

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
 * Resolves when the member serves; rejects with its last words when it ends before or takes too long.
 * @param {Member} member
 */
export async function untilReady(member) {
  const endMs = performance.now() + READY_WITHIN_MS;
  while (isRunning(member) && performance.now() < endMs) {
    if (await isReady(member.port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const how = isRunning(member) ? 'did not become ready' : `ended with ${await member.ended}`;
  const words = readFileSync(resolve(root, member.log), 'utf8').trimEnd().split('\n').slice(-15);
  throw new Error(
    `Node ${member.port} ${how}. Its log (${member.log}) ends with:\n${words.join('\n')}`,
  );
}

/** @param {number} port @returns {Promise<boolean>} */
function isReady(port) {
  return new Promise((resolve) => {
    const call = get(
      { host: 'localhost', port, path: '/health/ready', timeout: 2_000 },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      },
    );
    call.on('error', () => resolve(false)).on('timeout', () => call.destroy());
  });
}

/**
 * Asks the node at `port` to form one ring with the others.
 * @param {number} port
 * @param {readonly number[]} others
 * @returns {Promise<void>} rejects with what the node answered
 */
export function joinRing(port, others) {
  const options = { host: 'localhost', port, path: '/dht/join', method: 'PUT' };
  return new Promise((resolve, reject) => {
    const call = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve()
          : reject(new Error(`PUT /dht/join: ${answer.statusCode} ${text}`)),
      );
    });
    call.on('error', reject);
    call.end(others.map((other) => `localhost:${other}`).join('\n'));
  });
}

/** Stops a member as its operator would: SIGTERM, then patience, then force. @param {Member} member */
export async function stopMember(member) {
  if (!isRunning(member)) return;
  member.child.kill('SIGTERM');
  const force = setTimeout(() => member.child.kill('SIGKILL'), STOP_WITHIN_MS);
  await member.ended;
  clearTimeout(force);
}

/** @param {number} port @returns {Promise<boolean>} whether a node could listen there, on both families */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise((resolve) => {
      const server = createServer();
      server.once('error', (error) => {
        const { code } = /** @type {NodeJS.ErrnoException} */ (error);
        resolve(code !== 'EADDRINUSE' && code !== 'EACCES');
      });
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}
