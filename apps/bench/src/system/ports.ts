// The ports of a run. The ids of a ring follow from its ports, and with them how evenly keys are spread: the same
// range gives the same ring, whose spread is close to the mean.
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/** Shares of four random arcs, in the mean, the largest first: (1/4) * (1/k + ... + 1/4). */
const TYPICAL = [25 / 48, 13 / 48, 7 / 48, 3 / 48];
export const RING_NODES = TYPICAL.length;

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The share of the ring that each of these nodes owns, 0 to 1. */
export function shares(ports: readonly number[]): number[] {
  const at = ports.map((port) => {
    const digest = createHash('sha1').update(`localhost:${port}`).digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  });
  return at.map((position) => {
    const behind = at.map((other) => (position - other + 1) % 1).filter((gap) => gap > 0);
    return behind.length > 0 ? Math.min(...behind) : 1;
  });
}

/** How far the arcs of a ring are from those of a typical one. */
export function oddness(ports: readonly number[]): number {
  const sorted = shares(ports).sort((a, b) => b - a);
  return sorted.reduce((sum, share, index) => sum + Math.abs(share - TYPICAL[index]!), 0);
}

/** Four neighbouring free ports whose ring is the most typical of the range. */
export async function ringPorts({ first, last }: PortRange): Promise<number[]> {
  const blocks = Array.from({ length: Math.floor((last - first + 1) / RING_NODES) }, (_, block) =>
    Array.from({ length: RING_NODES }, (__, index) => first + block * RING_NODES + index),
  ).sort((a, b) => oddness(a) - oddness(b));
  for (const ports of blocks) if (await allFree(ports)) return ports;
  throw new Error(`no ${RING_NODES} free ports in a row from ${first} to ${last}`);
}

/** Free ports of the range, beside those that are taken already. */
export async function freePorts(
  count: number,
  { first, last }: PortRange,
  taken: readonly number[],
): Promise<number[]> {
  const found: number[] = [];
  for (let port = first; port <= last && found.length < count; port += 1)
    if (!taken.includes(port) && (await isFree(port))) found.push(port);
  if (found.length < count)
    throw new Error(`fewer than ${count} free ports from ${first} to ${last}`);
  return found;
}

async function allFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) if (!(await isFree(port))) return false;
  return true;
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'EADDRINUSE'));
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}
