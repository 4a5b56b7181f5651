// bench: the operations a second of a ring for one client program.
import type { ChordClient } from '@chord-dht/client';
import type { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { connect, type Common } from '../base/connect';
import { EXIT } from '../base/exit-codes';
import type { Io } from '../base/io';
import { Progress } from '../output/progress';
import { colours } from '../output/colour';
import { grouped } from '../output/figures';
import { table } from '../output/table';
import { command, json, share, whole } from './command';

interface BenchFlags {
  readonly seconds: number;
  readonly clients: number;
  readonly keys: number;
  readonly valueBytes: number;
  readonly reads: number;
  readonly prefix: string;
}

export function benchCommand(io: Io): Command {
  return command<BenchFlags>(
    io,
    'bench',
    'Write and read under a prefix of its own for some seconds, tell rates and latencies, and remove what it wrote.',
    bench,
  )
    .option('--seconds <count>', 'how long', whole(1, 600), 5)
    .option('--clients <count>', 'requests at a time', whole(1, 1_024), 32)
    .option('--keys <count>', 'different keys', whole(1, 1_000_000), 1_000)
    .option('--value-bytes <count>', 'size of a value', whole(0, 1_048_576), 100)
    .option('--reads <share>', 'share of readings, 0 to 1', share, 0.5)
    .option('--prefix <prefix>', 'what its keys begin with', 'chordctl-bench/');
}

interface Tally {
  readonly put: number[];
  readonly get: number[];
  failed: number;
}

async function bench(io: Io, options: Common & BenchFlags): Promise<void> {
  const client = connect(options, io);
  const { prefix, keys, seconds, clients } = options;
  const run = `${prefix}${randomBytes(4).toString('hex')}/`;
  const tally: Tally = { put: [], get: [], failed: 0 };
  const progress = new Progress(io, 'operations', undefined, options.quiet ?? false);
  const endMs = performance.now() + seconds * 1_000;
  const keyOf = () => `${run}${Math.floor(Math.random() * keys)}`;
  const lane = async (): Promise<void> => {
    while (performance.now() < endMs && !io.signal.aborted) {
      await operation(client, tally, options, keyOf());
      progress.show(tally.put.length + tally.get.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, lane));
  } finally {
    progress.end();
    await clear(client, run);
  }
  const elapsed = progress.seconds;
  const rows = (['put', 'get'] as const).map((name) => figures(name, tally[name], elapsed));
  if (options.json) await io.line(json({ seconds: elapsed, failed: tally.failed, rows }));
  else await io.line(benchText(rows, tally.failed, colours(io.hasColour('stdout')).dim));
  if (tally.failed > 0) io.exitCode = EXIT.partly;
}

async function operation(
  client: ChordClient,
  tally: Tally,
  { valueBytes, reads }: BenchFlags,
  key: string,
): Promise<void> {
  const startMs = performance.now();
  const isRead = Math.random() < reads;
  try {
    await (isRead ? client.get(key) : client.put(key, randomBytes(valueBytes)));
    tally[isRead ? 'get' : 'put'].push(performance.now() - startMs);
  } catch {
    tally.failed += 1;
  }
}

async function clear(client: ChordClient, prefix: string): Promise<void> {
  const keys: string[] = [];
  for await (const entry of client.list({ prefix })) if (entry.kind === 'key') keys.push(entry.key);
  const results = await client.batch(keys.map((key) => ({ op: 'delete', key })));
  const failed = results.find(({ error }) => error);
  if (failed?.error) throw failed.error;
}

interface Figures {
  readonly name: string;
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

function figures(name: string, times: number[], seconds: number): Figures {
  const sorted = times.sort((a, b) => a - b);
  const at = (part: number): number | null => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    return value === undefined ? null : Number(value.toFixed(2));
  };
  const perSecond = Math.round(sorted.length / seconds);
  return { name, count: sorted.length, perSecond, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

const COLUMNS = ['OPERATION', 'COUNT', 'PER SECOND', 'P50 MS', 'P99 MS', 'MAX MS'].map(
  (title, at) => ({ title, isNumber: at > 0 }),
);

const cellText = (value: string | number | null): string =>
  typeof value === 'number' ? grouped(value) : (value ?? '-');

function benchText(
  rows: readonly Figures[],
  failed: number,
  dim: (text: string) => string,
): string {
  const cells = rows.map((row) => Object.values(row).map(cellText));
  const more = failed > 0 ? [`${grouped(failed)} operations failed.`] : [];
  return [table(COLUMNS, cells, dim), ...more].join('\n');
}
