// Rings of our own nodes: real processes from a build of the node, each with a data folder of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../load/requests';
import { Child } from '../system/children';
import { send } from '../system/http';
import { makeSecureFiles, type Secure } from '../system/secure';
import { until } from '../system/until';
import { alive, started, type Contender, type Place } from './contender';

const READY_WITHIN_MS = 60_000;
const JOIN_WITHIN_MS = 20_000;
const READING_WITHIN_MS = 20_000;

export interface RingOptions {
  readonly name: string;
  readonly about: string;
  readonly nodes: number;
  readonly args?: readonly string[];
  /** The program of a node. */
  readonly main: string;
  /** With TLS between all, tokens and a peer secret; takes part only where it is named. */
  readonly isSecure?: boolean;
  /** How clients speak to it; over HTTP when nothing is said. */
  readonly dialect?: Dialect;
}

export function ring({
  name,
  about,
  nodes,
  args = [],
  main,
  isSecure = false,
  dialect = 'keys',
}: RingOptions): Contender {
  const missing = existsSync(main)
    ? {}
    : { missing: `there is no ${main}; build it with: npx nx build node` };
  return {
    name,
    about,
    ...missing,
    ...(isSecure ? { onlyNamed: true } : {}),
    async start(place: Place) {
      const ports = place.ringPorts.slice(0, nodes);
      const secure = isSecure ? makeSecureFiles(place.folder) : undefined;
      const options = [...args, ...(secure?.args ?? [])];
      const children = ports.map((port) => startNode(main, port, options, place.folder));
      await started(children, async () => {
        await Promise.all(ports.map((port) => untilReady(port, children, secure)));
        if (nodes > 1) await joinAll(ports, secure);
        await untilWhole(ports, children, secure);
      });
      return { dialect, ports, children, ...(secure && { secure }) };
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

function untilReady(port: number, children: readonly Child[], secure?: Secure): Promise<void> {
  return until(`localhost:${port} to be ready`, READY_WITHIN_MS, async () => {
    if (alive(children) !== true) return alive(children);
    const { status } = await send(port, 'GET', '/health/ready', '', 2_000, secure);
    return status === 200 || `it answers ${status}`;
  });
}

async function joinAll([first = 0, ...others]: readonly number[], secure?: Secure): Promise<void> {
  const peers = others.map((port) => `localhost:${port}`).join('\n');
  const { status, text } = await send(first, 'PUT', '/dht/join', peers, JOIN_WITHIN_MS, secure);
  if (status !== 200) throw new Error(`PUT /dht/join: ${status} ${text}`);
}

interface RingReading {
  readonly health: { readonly state: string; readonly sentence: string };
  readonly members: readonly { readonly successors: readonly unknown[] }[];
}

/** Every member knows all others, and every key will have all its copies. */
function untilWhole(
  ports: readonly number[],
  children: readonly Child[],
  secure?: Secure,
): Promise<void> {
  return until(`a healthy ring of ${ports.length}`, READY_WITHIN_MS, async () => {
    if (alive(children) !== true) return alive(children);
    for (const port of ports) {
      const { text } = await send(port, 'GET', '/api/v1/ring', '', READING_WITHIN_MS, secure);
      const { health, members } = JSON.parse(text) as RingReading;
      if (members.length < ports.length) return `it has ${members.length} members`;
      const isFull = members.every(({ successors }) => successors.length >= ports.length - 1);
      if (!isFull) return 'successor lists are not full';
      if (ports.length > 1 && health.state !== 'healthy') return health.sentence;
    }
    return true;
  });
}
