// Rings of our own nodes: real processes from a build of the node, each with a data folder of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../system/children';
import { send } from '../system/http';
import { until } from '../system/until';
import { alive, started, type Contender, type Place } from './contender';

const READY_WITHIN_MS = 60_000;

export interface RingOptions {
  readonly name: string;
  readonly about: string;
  readonly nodes: number;
  readonly args?: readonly string[];
  /** The program of a node. */
  readonly main: string;
}

export function ring({ name, about, nodes, args = [], main }: RingOptions): Contender {
  const missing = existsSync(main)
    ? {}
    : { missing: `there is no ${main}; build it with: npx nx build node` };
  return {
    name,
    about,
    ...missing,
    async start(place: Place) {
      const ports = place.ringPorts.slice(0, nodes);
      const children = ports.map((port) => startNode(main, port, args, place.folder));
      await started(children, async () => {
        await Promise.all(ports.map((port) => untilReady(port, children)));
        if (nodes > 1) await joinAll(ports);
        await untilWhole(ports, children);
      });
      return { dialect: 'keys', ports, children };
    },
  };
}

function startNode(main: string, port: number, args: readonly string[], folder: string): Child {
  const data = join(folder, `node-${port}`);
  return Child.start({
    program: process.execPath,
    args: [main, '--port', String(port), '--data-dir', data, ...args],
    log: join(folder, `node-${port}.log`),
  });
}

function untilReady(port: number, children: readonly Child[]): Promise<void> {
  return until(`localhost:${port} to be ready`, READY_WITHIN_MS, async () => {
    if (alive(children) !== true) return alive(children);
    const { status } = await send(port, 'GET', '/health/ready', '', 2_000);
    return status === 200 || `it answers ${status}`;
  });
}

async function joinAll([first = 0, ...others]: readonly number[]): Promise<void> {
  const peers = others.map((port) => `localhost:${port}`).join('\n');
  const { status, text } = await send(first, 'PUT', '/dht/join', peers);
  if (status !== 200) throw new Error(`PUT /dht/join: ${status} ${text}`);
}

interface RingReading {
  readonly health: { readonly state: string; readonly sentence: string };
  readonly members: readonly { readonly successors: readonly unknown[] }[];
}

/** Every member knows all others, and every key will have all its copies. */
function untilWhole(ports: readonly number[], children: readonly Child[]): Promise<void> {
  return until(`a healthy ring of ${ports.length}`, READY_WITHIN_MS, async () => {
    if (alive(children) !== true) return alive(children);
    for (const port of ports) {
      const { text } = await send(port, 'GET', '/api/v1/ring');
      const { health, members } = JSON.parse(text) as RingReading;
      if (members.length < ports.length) return `it has ${members.length} members`;
      const isFull = members.every(({ successors }) => successors.length >= ports.length - 1);
      if (!isFull) return 'successor lists are not full';
      if (ports.length > 1 && health.state !== 'healthy') return health.sentence;
    }
    return true;
  });
}
