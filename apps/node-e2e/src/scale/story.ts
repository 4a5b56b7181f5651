// One node with many keys gets a second and a third member under load, and then dies and comes back:
// what clients notice, and whether everything is where it belongs in the end.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, pause } from './asking';
import { Load, numberOf } from './load';
import { NodeUnderLoad } from './node-under-load';

export interface StoryOptions {
  /** The built node. */
  readonly main: string;
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
    readonly keys: number;
    readonly valueBytes: number;
    readonly node: string;
  }) => Promise<void>;
  readonly inspect: (
    directory: string,
    see: (key: string, value: Uint8Array) => void,
  ) => Promise<{ readonly records: number; readonly hash: string }>;
}

const QUIET_MS = 5_000;
const ASK_MS = 500;

export async function tellStory(options: StoryOptions): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'chord-scale-'));
  const nodes = Array.from(
    { length: options.members },
    (_, at) => new NodeUnderLoad(options.main, folder, options.port + at),
  );
  try {
    const acknowledged = await play(options, nodes);
    for (const node of nodes) await node.stop('SIGTERM');
    return await checkFolders(options, nodes, acknowledged);
  } finally {
    for (const node of nodes) await node.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the numbers of the last writes that were acknowledged */
async function play(
  options: StoryOptions,
  nodes: readonly NodeUnderLoad[],
): Promise<ReadonlyMap<number, number>> {
  const { keys, valueBytes, pace, print, folders } = options;
  const [first, ...others] = nodes as [NodeUnderLoad, ...NodeUnderLoad[]];
  await startFilled(options, first);
  const load = new Load({ keys, valueBytes, pace, print, keyOf: folders.keyOf, writeShare: 0.2 });
  load.serveAt(first.port);
  load.watch(first.port);
  load.start();
  await pause(QUIET_MS);
  load.report('quiet, one node');
  for (const [at, node] of others.entries()) {
    const sinceMs = performance.now();
    const running = nodes.slice(0, at + 2);
    const started = node.start('--join', `localhost:${first.port}`);
    load.watch(node.port);
    const served = started.then(({ readyMs }) => {
      print(`  ${node.port} is ready after ${seconds(readyMs)} s`);
      load.serveAt(node.port);
    });
    await Promise.all([settle(options, running, sinceMs), served]);
    load.report(`node ${at + 2} joins`);
    await pause(QUIET_MS);
    load.report(`quiet, ${at + 2} nodes`);
  }
  if (others.length > 1) await crash(options, nodes, load);
  await load.rest();
  await settle(options, nodes, performance.now());
  await load.end();
  return load.acknowledged;
}

/** The first is killed and comes back. */
async function crash(
  options: StoryOptions,
  nodes: readonly NodeUnderLoad[],
  load: Load,
): Promise<void> {
  const [first] = nodes as [NodeUnderLoad];
  await load.forget(first.port);
  await first.stop('SIGKILL');
  await pause(QUIET_MS);
  load.report('the first is killed');
  const sinceMs = performance.now();
  const started = first.start();
  load.watch(first.port);
  tellStart(options, first, await started);
  load.serveAt(first.port);
  await settle(options, nodes, sinceMs);
  load.report('the first is back');
}

/** A node with all the keys. */
async function startFilled(options: StoryOptions, node: NodeUnderLoad): Promise<void> {
  const { keys, valueBytes, print } = options;
  await node.start();
  await node.stop('SIGTERM');
  const id = createHash('sha1').update(`localhost:${node.port}`).digest('hex');
  const sinceMs = performance.now();
  const { directory } = node;
  await options.folders.fill({ directory, keys, valueBytes, node: id });
  print(`filled ${keys} keys of ${valueBytes} B in ${seconds(performance.now() - sinceMs)} s`);
  tellStart(options, node, await node.start());
}

function tellStart(
  { print }: StoryOptions,
  node: NodeUnderLoad,
  { openMs, liveMs, readyMs }: Awaited<ReturnType<NodeUnderLoad['start']>>,
): void {
  const { own, mapped } = node.memory();
  print(
    `started with its keys: port open after ${openMs.toFixed(0)} ms, live ${(liveMs - openMs).toFixed(0)} ms later, ` +
      `ready after ${readyMs.toFixed(0)} ms; RSS ${own} MiB and ${mapped} MiB of mapped files`,
  );
}

async function settle(
  { keys, print, secondsMax }: StoryOptions,
  nodes: readonly NodeUnderLoad[],
  sinceMs: number,
): Promise<void> {
  let lastLine = '';
  for (;;) {
    const looks = await Promise.all(nodes.map(look));
    const line = looks.map((one) => `${one.keys ?? '?'} (${one.pending ?? '?'})`).join(', ');
    if (line !== lastLine) print(`  ${seconds(performance.now() - sinceMs)} s: keys ${line}`);
    lastLine = line;
    if (looks.every((one) => one.pending === 0 && one.isMember && (one.keys ?? 0) >= keys)) break;
    if (performance.now() - sinceMs > secondsMax * 1_000) throw new Error('It does not settle.');
    await pause(ASK_MS);
  }
  const tookS = (performance.now() - sinceMs) / 1_000;
  print(`settled after ${tookS.toFixed(1)} s, ${Math.round(keys / tookS)} keys/s`);
  for (const node of nodes) {
    const { own, mapped } = node.memory();
    print(`  ${node.port}: RSS ${own} MiB and ${mapped} MiB of mapped files`);
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

/** @returns whether every node has every key with its last value, and all have the same */
async function checkFolders(
  { keys, print, folders }: StoryOptions,
  nodes: readonly NodeUnderLoad[],
  acknowledged: ReadonlyMap<number, number>,
): Promise<boolean> {
  const hashes = new Set<string>();
  let isWell = true;
  for (const { directory, port, dataFileBytes } of nodes) {
    const last = new Map<string, number>();
    const { records, hash } = await folders.inspect(directory, (key, value) =>
      last.set(key, numberOf(value)),
    );
    hashes.add(hash);
    let missing = 0;
    let stale = 0;
    for (let index = 0; index < keys; index += 1) {
      const number = last.get(folders.keyOf(index));
      if (number === undefined) missing += 1;
      else if (number < (acknowledged.get(index) ?? 0)) stale += 1;
    }
    print(
      `${port}: ${records} records, ${missing} missing, ${stale} stale, digest ${hash}, ${Math.round(dataFileBytes / 1_048_576)} MiB on disk`,
    );
    isWell &&= missing === 0 && stale === 0;
  }
  return isWell && hashes.size === 1;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
