// The ports of a test, also beside other test runs: each is claimed by a file that names the claiming process.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { turnOf } from './oracle';
import { until } from './until';

const CLAIMS = join(tmpdir(), 'chord-dht-e2e-ports');

/** Below the range from which the system takes the ports of outgoing connections. */
const [FIRST = 20_000, LAST = 29_999] = (process.env['CHORD_E2E_PORTS'] ?? '20000-29999')
  .split('-')
  .map(Number);

/** Another run of all tests may have the named ports; it gives them back at the end of a file. */
const OTHER_RUN_MS = 500_000;

const claimed = new Set<number>();
process.on('exit', () => claimed.forEach(release));

/** Claims `count` ports that nobody listens on; they need not be neighbours. */
export async function claimPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  const size = LAST - FIRST + 1;
  const start = Math.floor(Math.random() * size);
  for (let step = 0; step < size && ports.length < count; step += 1) {
    const port = FIRST + ((start + step) % size);
    if (await claim(port)) ports.push(port);
  }
  if (ports.length === count) return ports;
  ports.forEach(release);
  throw new Error(`fewer than ${count} free ports from ${FIRST} to ${LAST}`);
}

/**
 * Claims ports of nodes that stand apart on the circle: of `count` equal parts, in order from a random place on, the
 * id of one is in the middle half of each. So no arc is shorter than half a part, or longer than one and a half.
 */
export async function claimApart(count: number, host = 'localhost'): Promise<number[]> {
  const ports = new Map<number, number>();
  const size = LAST - FIRST + 1;
  const [start, turn] = [Math.floor(Math.random() * size), Math.random()];
  for (let step = 0; step < size && ports.size < count; step += 1) {
    const port = FIRST + ((start + step) % size);
    const place = ((turnOf(`${host}:${port}`) + turn) % 1) * count;
    const part = Math.floor(place);
    const isApart = Math.abs(place - part - 0.5) < 0.25;
    if (isApart && !ports.has(part) && (await claim(port))) ports.set(part, port);
  }
  if (ports.size === count) return [...ports.values()];
  for (const port of ports.values()) release(port);
  throw new Error(`no ${count} free ports from ${FIRST} to ${LAST} whose ids stand apart`);
}

/** Claims `count` free ports in a row. */
export async function claimNeighbours(count: number): Promise<number[]> {
  for (let attempt = 0; attempt < LAST - FIRST; attempt += 1) {
    const first = FIRST + Math.floor(Math.random() * (LAST - FIRST + 2 - count));
    const ports: number[] = [];
    while (ports.length < count && (await claim(first + ports.length)))
      ports.push(first + ports.length);
    if (ports.length === count) return ports;
    ports.forEach(release);
  }
  throw new Error(`no ${count} free ports in a row from ${FIRST} to ${LAST}`);
}

/** Claims exactly these ports, for tests whose ids are known; waits while another test run has them. */
export async function claimNamed(ports: readonly number[]): Promise<void> {
  await until(
    `ports ${ports.join(', ')} to be free`,
    async () => {
      const got: number[] = [];
      for (const port of ports) if (await claim(port)) got.push(port);
      if (got.length === ports.length) return true;
      got.forEach(release);
      return 'in use';
    },
    { withinMs: OTHER_RUN_MS, everyMs: 500 },
  );
}

export function release(port: number): void {
  if (claimed.delete(port)) rmSync(fileOf(port), { force: true });
}

async function claim(port: number): Promise<boolean> {
  if (claimed.has(port) || !takeFile(port)) return false;
  claimed.add(port);
  if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return true;
  release(port);
  return false;
}

const fileOf = (port: number) => join(CLAIMS, String(port));

/** @returns false when a process that still lives has it. */
function takeFile(port: number): boolean {
  mkdirSync(CLAIMS, { recursive: true });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(fileOf(port), String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (isAlive(ownerOf(port))) return false;
      rmSync(fileOf(port), { force: true });
    }
  }
  return false;
}

function ownerOf(port: number): number {
  try {
    return Number(readFileSync(fileOf(port), 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
