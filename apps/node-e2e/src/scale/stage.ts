// Nodes with many keys, clients that read and write, and what a story waits for and tells.
import { createHash } from 'node:crypto';
import { ask, pause } from './asking';
import type { KeyRange, Load } from './load';
import { NodeUnderLoad } from './node-under-load';

export interface StoryOptions {
  /** The built node. */
  readonly main: string;
  /** Of each ring. */
  readonly keys: number;
  readonly valueBytes: number;
  readonly port: number;
  readonly pace: number;
  /** The end of each step. */
  readonly secondsMax: number;
  readonly members: number;
  readonly print: (line: string) => void;
  readonly folders: Folders;
}

/** What looks into the data folders of nodes that do not run. */
export interface Folders {
  readonly keyOf: (index: number) => string;
  readonly fill: (filling: {
    readonly directory: string;
    /** The index of the first key. */
    readonly from?: number;
    readonly keys: number;
    readonly valueBytes: number;
    readonly node: string;
  }) => Promise<void>;
  readonly inspect: (
    directory: string,
    see: (key: string, value: Uint8Array, version: string) => void,
  ) => Promise<{ readonly records: number; readonly hash: string }>;
}

/** The home replicas of a key. */
export const COPIES = 3;
export const QUIET_MS = 5_000;
const ASK_MS = 500;

export class Stage {
  readonly nodes: readonly NodeUnderLoad[];

  constructor(
    readonly options: StoryOptions,
    folder: string,
    readonly load: Load,
  ) {
    this.nodes = Array.from(
      { length: options.members },
      (_, at) => new NodeUnderLoad(options.main, folder, options.port + at),
    );
  }

  node(at: number): NodeUnderLoad {
    return this.nodes[at] as NodeUnderLoad;
  }

  /** Starts a node with keys from an index on. */
  async startFilled(node: NodeUnderLoad, from = 0): Promise<void> {
    const { keys, valueBytes, print, folders } = this.options;
    await node.start();
    await node.stop('SIGTERM');
    const id = createHash('sha1').update(`localhost:${node.port}`).digest('hex');
    const sinceMs = performance.now();
    const { directory } = node;
    await folders.fill({ directory, from, keys, valueBytes, node: id });
    print(`filled ${keys} keys of ${valueBytes} B in ${seconds(performance.now() - sinceMs)} s`);
    this.tellStart(node, await node.start());
  }

  tellStart(
    node: NodeUnderLoad,
    { openMs, liveMs, readyMs }: Awaited<ReturnType<NodeUnderLoad['start']>>,
  ): void {
    const { own, mapped } = node.memory();
    this.options.print(
      `started with its keys: port open after ${openMs.toFixed(0)} ms, live ${(liveMs - openMs).toFixed(0)} ms later, ` +
        `ready after ${readyMs.toFixed(0)} ms; RSS ${own} MiB and ${mapped} MiB of mapped files`,
    );
  }

  /**
   * A ring of these nodes, of which the first was filled before the others came; resolves when all is where it
   * belongs.
   * @param from the index of its first key
   */
  async startRing(nodes: readonly NodeUnderLoad[], from = 0): Promise<void> {
    const [first, ...others] = nodes;
    if (!first) return;
    await this.startFilled(first, from);
    const sinceMs = performance.now();
    await Promise.all(others.map((node) => node.start('--join', `localhost:${first.port}`)));
    await this.settle(nodes, this.options.keys, sinceMs);
  }

  /** Lets clients ask at each of these nodes from now on. */
  serveAt(nodes: readonly NodeUnderLoad[], range?: KeyRange): void {
    for (const { port } of nodes) this.load.serveAt(port, range);
  }

  async quiet(name: string): Promise<void> {
    await pause(QUIET_MS);
    this.load.report(name);
  }

  /**
   * Resolves when all are members, and each key lies where it belongs and nowhere else.
   * @returns milliseconds since `sinceMs`
   */
  async settle(
    nodes: readonly NodeUnderLoad[],
    keys: number,
    sinceMs = performance.now(),
  ): Promise<number> {
    const { print, secondsMax } = this.options;
    const wanted = keys * Math.min(COPIES, nodes.length);
    let lastLine = '';
    for (;;) {
      const looks = await Promise.all(nodes.map(look));
      const line = looks.map((one) => `${one.keys ?? '?'} (${one.pending ?? '?'})`).join(', ');
      if (line !== lastLine) print(`  ${seconds(performance.now() - sinceMs)} s: keys ${line}`);
      lastLine = line;
      const sum = looks.reduce((all, one) => all + (one.keys ?? NaN), 0);
      if (looks.every((one) => one.pending === 0 && one.isMember) && sum === wanted) break;
      if (performance.now() - sinceMs > secondsMax * 1_000) throw new Error('It does not settle.');
      await pause(ASK_MS);
    }
    const tookMs = performance.now() - sinceMs;
    print(`settled after ${seconds(tookMs)} s`);
    for (const node of nodes) {
      const { own, mapped } = node.memory();
      print(`  ${node.port}: RSS ${own} MiB and ${mapped} MiB of mapped files`);
    }
    return tookMs;
  }

  /** How many records a node has got from others since it was started. */
  async received({ port }: NodeUnderLoad): Promise<number> {
    const { body } = await ask({ port, path: '/metrics' });
    const line = /^chord_moved_records_total\{direction="in"\} (\d+)/m.exec(body.toString());
    return Number(line?.[1] ?? NaN);
  }
}

async function look({
  port,
}: NodeUnderLoad): Promise<{ keys?: number; pending?: number; isMember?: boolean }> {
  const { status, body } = await ask({ port, path: '/api/v1/node' });
  if (status !== 200) return {};
  const { store, state } = JSON.parse(body.toString()) as {
    state: string;
    store: { keys: number; pendingRanges: number };
  };
  return { keys: store.keys, pending: store.pendingRanges, isMember: state === 'member' };
}

export function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

export function perSecond(count: number, ms: number): string {
  return `${count} records, ${Math.round((count / ms) * 1_000)} a second`;
}
