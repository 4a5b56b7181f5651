// Measures a node by the number of its keys and the size of its values, as tables for the documentation.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, pause } from './asking';
import { NodeUnderLoad } from './node-under-load';
import type { Folders } from './stage';

export interface SizingOptions {
  readonly main: string;
  readonly port: number;
  readonly counts: readonly number[];
  readonly sizes: readonly number[];
  readonly wearKeys: number;
  readonly print: (line: string) => void;
  readonly folders: Folders & {
    readonly wear: (wear: {
      readonly directory: string;
      readonly keys: number;
      readonly valueBytes: number;
      readonly turns: number;
      readonly group: number;
    }) => Promise<number[]>;
  };
}

const MIB = 1_048_576;
const VALUE_BYTES = 100;
const TURNS = 5;
const GROUP = 256;
/** For a table by value size, so much data each. */
const DATA_BYTES = 32 * MIB;
const ASKED_TIMES = 20;
const JOIN_MS_MAX = 300_000;

export async function size(options: SizingOptions): Promise<void> {
  const { print, counts, sizes } = options;
  print(
    `| keys of ${VALUE_BYTES} B | data file, MiB | port open, ms | live after that, ms | ready, ms | memory of its own, MiB | mapped, MiB | \`/metrics\`, ms | \`/api/v1/node\`, ms | a page of 1,000 keys, ms | a second node joins, s | keys a second |`,
  );
  print(`|${'---:|'.repeat(12)}`);
  for (const keys of counts) print(await inFolder((folder) => rowOfKeys(options, folder, keys)));
  print('');
  print(
    '| value | bytes on disk for a key | times its value | after five turns of overwriting and deleting |',
  );
  print(`|${'---:|'.repeat(4)}`);
  for (const valueBytes of sizes) {
    const keys = Math.min(options.wearKeys, Math.ceil(DATA_BYTES / valueBytes));
    print(await inFolder((folder) => rowOfSize(options, folder, keys, valueBytes)));
  }
}

async function rowOfKeys(
  { main, port, folders }: SizingOptions,
  folder: string,
  keys: number,
): Promise<string> {
  const [node, second] = [port, port + 1].map((at) => new NodeUnderLoad(main, folder, at)) as [
    NodeUnderLoad,
    NodeUnderLoad,
  ];
  try {
    await node.start();
    await node.stop('SIGTERM');
    const id = createHash('sha1').update(`localhost:${port}`).digest('hex');
    const { directory } = node;
    await folders.fill({ directory, keys, valueBytes: VALUE_BYTES, node: id });
    const { openMs, liveMs, readyMs } = await node.start();
    const { own, mapped } = node.memory();
    const asked = [];
    for (const path of ['/metrics', '/api/v1/node', '/api/v1/keys?limit=1000'])
      asked.push(await slowest(port, path));
    const sinceMs = performance.now();
    await second.start('--join', `localhost:${port}`);
    await untilBothHave(keys, [node, second]);
    const tookS = (performance.now() - sinceMs) / 1_000;
    return row([
      ...[keys, node.dataFileBytes / MIB, openMs, liveMs - openMs, readyMs, own, mapped],
      ...asked,
      Number(tookS.toFixed(1)),
      keys / tookS,
    ]);
  } finally {
    await node.stop('SIGKILL');
    await second.stop('SIGKILL');
  }
}

async function rowOfSize(
  { folders }: SizingOptions,
  directory: string,
  keys: number,
  valueBytes: number,
): Promise<string> {
  const sizes = await folders.wear({ directory, keys, valueBytes, turns: TURNS, group: GROUP });
  const [first, last] = [sizes[0] as number, sizes.at(-1) as number];
  const each = first / keys;
  return row([
    ...[valueBytes, each, Number((each / valueBytes).toFixed(2))],
    `${(last / first).toFixed(2)} times the first`,
  ]);
}

async function slowest(port: number, path: string): Promise<number> {
  let ms = 0;
  for (let turn = 0; turn < ASKED_TIMES; turn += 1) {
    const answered = await ask({ port, path });
    if (answered.status !== 200) throw new Error(`${path} is answered ${answered.status}.`);
    ms = Math.max(ms, answered.ms);
  }
  return ms;
}

async function untilBothHave(keys: number, nodes: readonly NodeUnderLoad[]): Promise<void> {
  const untilMs = performance.now() + JOIN_MS_MAX;
  for (;;) {
    const views = await Promise.all(nodes.map(({ port }) => ask({ port, path: '/api/v1/node' })));
    const stores = views.map(
      ({ body }) =>
        (JSON.parse(body.toString()) as { store: { keys: number; pendingRanges: number } }).store,
    );
    if (stores.every((store) => store.keys === keys && store.pendingRanges === 0)) return;
    if (performance.now() > untilMs) throw new Error('The second node did not get everything.');
    await pause(100);
  }
}

function row(cells: readonly (number | string)[]): string {
  const words = cells.map((cell) => {
    if (typeof cell === 'string') return cell;
    return cell.toLocaleString('en-GB', { maximumFractionDigits: cell < 10 ? 1 : 0 });
  });
  return `| ${words.join(' | ')} |`;
}

async function inFolder<Result>(task: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'chord-sizing-'));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
