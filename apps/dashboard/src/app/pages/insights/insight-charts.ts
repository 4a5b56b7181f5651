// The charts of the insights, each with its sentence and its table. Pure: data in, charts out.
import type { InsightsDto, RingDto } from '@chord-dht/api-client';
import {
  type Bar,
  type ChartTable,
  type Line,
  type MatrixCell,
  bytes,
  count,
  duration,
  expectedHops,
  grouped,
  percent,
} from '@chord-dht/ring-view';

type NodeInsights = InsightsDto['nodes'][number];
const MINUTES_15_MS = 900_000;

export interface HopsChart {
  readonly bars: readonly Bar[];
  readonly expected: number;
  readonly summary: string;
  readonly table: ChartTable;
}

/** The lookups of all members together. */
export function hopsChart({ nodes, total }: InsightsDto): HopsChart {
  const length = Math.max(0, ...nodes.map(({ hops }) => hops.length));
  const counts = Array.from({ length }, (_, at) =>
    nodes.reduce((sum, { hops }) => sum + (hops[at] ?? 0), 0),
  );
  const all = counts.reduce((sum, number) => sum + number, 0);
  const mean = all === 0 ? 0 : counts.reduce((sum, number, hops) => sum + number * hops, 0) / all;
  const expected = expectedHops(total);
  return {
    expected,
    bars: counts.map((number, hops) => ({
      name: String(hops),
      value: number,
      words: `${count(number, 'lookup')} of ${count(hops, 'hop')}`,
    })),
    summary:
      all === 0
        ? 'No lookup was made in the last 15 minutes.'
        : `${count(all, 'lookup')} took ${mean.toFixed(2)} hops on average; ½·log₂ ${total} = ${expected.toFixed(2)} are expected${total <= 21 ? ', and successor lists that name every node make it fewer' : ''}.`,
    table: {
      columns: ['Hops', 'Lookups', 'Share'],
      rows: counts.map((number, hops) => [
        String(hops),
        grouped(number),
        percent(all ? number / all : 0),
      ]),
    },
  };
}

export interface LoadChart {
  readonly bars: readonly Bar[];
  readonly mean: number;
  readonly summary: string;
  readonly table: ChartTable;
}

/** The keys of each arc; their unevenness is the ratio of the largest to the mean. */
export function keysChart({ members }: RingDto): LoadChart {
  const known = members.flatMap(({ node, keys, share, ownBytes }) =>
    keys === null ? [] : [{ address: node.address, keys, share: share ?? 0, size: ownBytes ?? 0 }],
  );
  const all = known.reduce((sum, { keys }) => sum + keys, 0);
  const mean = known.length === 0 ? 0 : all / known.length;
  const most = known.reduce((best, one) => Math.max(best, one.keys), 0);
  return {
    mean,
    bars: known.map(({ address, keys, share }) => ({
      name: address,
      value: keys,
      words: `${address}: ${count(keys, 'key')} on ${percent(share)} of the ring`,
    })),
    summary: `${count(all, 'key')} on ${count(known.length, 'arc')}; the fullest has ${ratio(most, mean)} times the mean of ${grouped(Math.round(mean * 10) / 10)}.`,
    table: {
      columns: ['Node', 'Share', 'Keys', 'Bytes'],
      rows: known.map(({ address, keys, share, size }) => [
        address,
        percent(share),
        grouped(keys),
        bytes(size),
      ]),
    },
  };
}

/** The operations of clients that each member has answered. */
export function loadChart({ nodes }: InsightsDto): LoadChart {
  const figures = nodes.map((one) => ({ address: one.node.address, ...sumOf(one) }));
  const all = figures.reduce((sum, { operations }) => sum + operations, 0);
  const mean = figures.length === 0 ? 0 : all / figures.length;
  const most = figures.reduce((best, { operations }) => Math.max(best, operations), 0);
  return {
    mean,
    bars: figures.map(({ address, operations }) => ({
      name: address,
      value: operations,
      words: `${address}: ${count(operations, 'operation')}`,
    })),
    summary: `${count(all, 'operation')} of clients in 15 minutes; the busiest node answered ${ratio(most, mean)} times the mean.`,
    table: {
      columns: ['Node', 'Reads', 'Writes', 'Failures', 'p50', 'p99 (worst 5 s)'],
      rows: figures.map(({ address, reads, writes, failures, p50, p99 }) => [
        address,
        grouped(reads),
        grouped(writes),
        grouped(failures),
        p50 === null ? '–' : duration(p50),
        p99 === null ? '–' : duration(p99),
      ]),
    },
  };
}

const ratio = (most: number, mean: number): string => (mean === 0 ? '0' : (most / mean).toFixed(1));

function sumOf({ samples }: NodeInsights) {
  const busy = samples.filter(({ p50Ms }) => p50Ms !== null);
  const reads = samples.reduce((sum, one) => sum + one.reads, 0);
  const writes = samples.reduce((sum, one) => sum + one.writes, 0);
  const medians = busy.map(({ p50Ms }) => p50Ms ?? 0).sort((a, b) => a - b);
  return {
    reads,
    writes,
    operations: reads + writes,
    failures: samples.reduce((sum, one) => sum + one.failures, 0),
    p50: medians[Math.floor(medians.length / 2)] ?? null,
    p99: busy.length === 0 ? null : Math.max(...busy.map(({ p99Ms }) => p99Ms ?? 0)),
  };
}

export interface TimeChart {
  readonly lines: readonly Line[];
  readonly span: readonly [number, number];
  readonly summary: string;
  readonly table: ChartTable;
}

/** The operations a second over time, of one member or of all together. */
export function rateChart(insights: InsightsDto, address: string | null): TimeChart {
  const nodes = chosen(insights, address);
  const end = Date.parse(insights.readAt);
  const rates = byTime(nodes, (samples) => ({
    reads: samples.reduce((sum, { reads, seconds }) => sum + reads / seconds, 0),
    writes: samples.reduce((sum, { writes, seconds }) => sum + writes / seconds, 0),
  }));
  const most = rates.reduce((best, { value }) => Math.max(best, value.reads + value.writes), 0);
  return {
    span: [end - MINUTES_15_MS, end],
    lines: [
      { name: 'reads', points: rates.map(({ at, value }) => [at, value.reads]) },
      { name: 'writes', points: rates.map(({ at, value }) => [at, value.writes]) },
    ],
    summary: `At most ${most.toFixed(1)} operations a second at ${whom(address)} in the last 15 minutes.`,
    table: {
      columns: ['Time', 'Reads/s', 'Writes/s'],
      rows: rates.map(({ at, value }) => [
        timeOf(at),
        value.reads.toFixed(1),
        value.writes.toFixed(1),
      ]),
    },
  };
}

/** The durations of operations; for several members the slowest counts. */
export function durationChart(insights: InsightsDto, address: string | null): TimeChart {
  const nodes = chosen(insights, address);
  const end = Date.parse(insights.readAt);
  const worst = (values: readonly (number | null)[]): number | null =>
    values.reduce((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null);
  const times = byTime(nodes, (samples) => ({
    p50: worst(samples.map(({ p50Ms }) => p50Ms)),
    p99: worst(samples.map(({ p99Ms }) => p99Ms)),
  }));
  const most = worst(times.map(({ value }) => value.p99));
  return {
    span: [end - MINUTES_15_MS, end],
    lines: [
      { name: 'p50 (ms)', points: times.map(({ at, value }) => [at, value.p50]) },
      { name: 'p99 (ms)', points: times.map(({ at, value }) => [at, value.p99]) },
    ],
    summary:
      most === null
        ? `No operations at ${whom(address)} in the last 15 minutes.`
        : `99 of 100 operations at ${whom(address)} took at most ${duration(most)} in the worst 5 seconds.`,
    table: {
      columns: ['Time', 'p50', 'p99'],
      rows: times.flatMap(({ at, value }) =>
        value.p50 === null ? [] : [[timeOf(at), duration(value.p50), duration(value.p99 ?? 0)]],
      ),
    },
  };
}

export interface MatrixChart {
  readonly names: readonly string[];
  readonly cells: readonly MatrixCell[];
  readonly summary: string;
  readonly table: ChartTable;
}

/** The round-trip time from the member of the row to that of the column. */
export function latencyChart({ nodes }: InsightsDto): MatrixChart {
  const addresses = nodes.map(({ node }) => node.address);
  const places = new Map(addresses.map((address, place) => [address, place]));
  const cells = nodes.flatMap(({ roundTrips }, row) =>
    roundTrips.flatMap(({ to, ms }) => {
      const column = places.get(to);
      if (column === undefined || column === row) return [];
      return { row, column, value: ms, words: `${addresses[row]} to ${to}: ${duration(ms)}` };
    }),
  );
  const slowest = cells.reduce<MatrixCell | null>(
    (worst, cell) => (worst && worst.value >= cell.value ? worst : cell),
    null,
  );
  return {
    names: addresses.map((address) => address.replace(/^.*(?=:\d+)/, '')),
    cells,
    summary: slowest
      ? `The slowest call is ${slowest.words}; empty cells never call each other.`
      : 'No member has called another yet.',
    table: {
      columns: ['From', 'To', 'Milliseconds'],
      rows: cells.map(({ row, column, value }) => [
        addresses[row] ?? '',
        addresses[column] ?? '',
        value.toFixed(2),
      ]),
    },
  };
}

const whom = (address: string | null): string => address ?? 'all nodes together';

const chosen = ({ nodes }: InsightsDto, address: string | null): readonly NodeInsights[] =>
  address === null ? nodes : nodes.filter(({ node }) => node.address === address);

/** Members end their samples at different times: samples of the same five seconds are grouped. */
function byTime<T>(
  nodes: readonly NodeInsights[],
  of: (samples: NodeInsights['samples']) => T,
): readonly { readonly at: number; readonly value: T }[] {
  const groups = new Map<number, NodeInsights['samples']>();
  for (const { samples } of nodes)
    for (const sample of samples) {
      const at = Math.round(Date.parse(sample.at) / 5_000) * 5_000;
      groups.set(at, [...(groups.get(at) ?? []), sample]);
    }
  return [...groups].sort(([a], [b]) => a - b).map(([at, samples]) => ({ at, value: of(samples) }));
}

const timeOf = (at: number): string => new Date(at).toLocaleTimeString('en-GB');
