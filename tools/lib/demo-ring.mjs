// A small live ring with keys in it, for pictures, for recorded data and for measuring.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { block, freeBlock } from './ports.mjs';
import { root } from './root.mjs';

const KEYS = 240;
const ASK_AGAIN_MS = 200;

/** @typedef {{ home: string, ports: readonly number[], homeOf: (port: number) => string }} DemoRing */

/**
 * Lets work be done on a ring of real nodes, and leaves nothing of it behind.
 * @param {{ port: number, nodes: number }} size `port`: from there on, where so many ports are free
 * @param {(ring: DemoRing) => Promise<void>} work
 */
export async function withDemoRing({ port: first, nodes: count }, work) {
  const free = await freeBlock(first, count);
  if (!free) throw new Error(`There are no ${count} free ports from ${first} on`);
  const { port } = free;
  const ports = block(port, count);
  const folder = await mkdtemp(join(tmpdir(), 'chord-demo-'));
  const homeOf = (/** @type {number} */ of) => `http://localhost:${of}`;
  const nodes = ports.map((own) =>
    spawn(
      process.execPath,
      [
        join(root, 'dist/apps/node/main.mjs'),
        ...['--port', String(own), '--data-dir', join(folder, String(own))],
        ...(own === port ? [] : ['--join', `localhost:${port}`]),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    ),
  );
  const ended = nodes.map(
    (node) =>
      new Promise((_, reject) =>
        node.on('exit', (code) => reject(new Error(`A node has ended, code ${code}; see above`))),
      ),
  );
  const isOver = Promise.race(ended);
  try {
    await Promise.race([isOver, fill(homeOf(port), count)]);
    await Promise.race([isOver, work({ home: homeOf(port), ports, homeOf })]);
  } finally {
    isOver.catch(() => undefined);
    const gone = nodes.map(
      (node) => node.exitCode ?? new Promise((resolve) => node.on('exit', resolve)),
    );
    for (const node of nodes) node.kill('SIGKILL');
    await Promise.all(gone);
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} home @param {number} count */
async function fill(home, count) {
  for (;;) {
    const answer = await fetch(`${home}/api/v1/ring`).catch(() => undefined);
    const ring = /** @type {any} */ (answer?.ok ? await answer.json() : {});
    if (ring.total === count && ['healthy', 'alone'].includes(ring.health.state)) break;
    await pause(ASK_AGAIN_MS);
  }
  const lines = Array.from({ length: KEYS }, (_, number) =>
    JSON.stringify({
      op: 'put',
      key: `${number % 3 === 0 ? 'users' : 'orders'}/${number}`,
      value: JSON.stringify({ number, name: `value ${number}` }),
      contentType: 'application/json',
      ...(number % 10 === 0 ? { ttl: 86_400 } : {}),
    }),
  );
  const { ok, status } = await fetch(`${home}/api/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  if (!ok) throw new Error(`The keys were not put: ${status}`);
}

/**
 * The node from which the way to a key is longest.
 * @param {DemoRing} ring @param {string} key
 */
export async function farthestFrom({ ports, homeOf }, key) {
  const lookups = await Promise.all(
    ports.map(async (port) => {
      const answer = await fetch(`${homeOf(port)}/api/v1/lookups/${encodeURIComponent(key)}`);
      const { hops } = /** @type {{ hops: unknown[] }} */ (await answer.json());
      return { address: `localhost:${port}`, hops: hops.length };
    }),
  );
  return lookups.reduce((a, b) => (b.hops > a.hops ? b : a)).address;
}
