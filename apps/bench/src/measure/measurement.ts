// One measurement as it is stored, and the median of several.
import type { LoadResult } from '../load/run-load';
import type { Memory } from '../system/proc';

/** One contender, one load, one round. */
export interface Measurement {
  readonly round: number;
  readonly contender: string;
  readonly load: string;
  readonly opsPerSecond: number;
  readonly cpuMicrosPerOp: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly operations: number;
  readonly errors: Readonly<Record<string, number>>;
  /** Of each process of the contender, after the load. */
  readonly memory: readonly Memory[];
  /** Cores that the process which makes the load took. */
  readonly loadCores: number;
  /** Cores that others took. */
  readonly foreignCores: number;
  /** Others took so much that the figures are not to be trusted. */
  readonly spoiled: boolean;
}

/** A contender that has nothing to do. */
export interface IdleMeasurement {
  readonly round: number;
  readonly contender: string;
  /** Of all its processes together. */
  readonly cores: number;
  readonly foreignCores: number;
  readonly memory: readonly Memory[];
}

export function measurementOf(
  { round, contender, load }: { round: number; contender: string; load: string },
  { operations, all, seconds, errors, cpu }: LoadResult,
  memory: readonly Memory[],
  foreignMax: number,
): Measurement {
  const cpuSeconds = cpu.servers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return {
    round,
    contender,
    load,
    opsPerSecond: operations / seconds,
    cpuMicrosPerOp: operations > 0 ? (cpuSeconds * 1e6) / operations : NaN,
    p50Ms: all.p50Ms,
    p99Ms: all.p99Ms,
    maxMs: all.maxMs,
    operations,
    errors,
    memory,
    loadCores: cpu.loadSeconds / seconds,
    foreignCores: cpu.foreignCores,
    spoiled: cpu.foreignCores > foreignMax,
  };
}

/** The middle of the values that are numbers; of an even number of them the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const low = sorted[(sorted.length - 1) >> 1]!;
  const high = sorted[sorted.length >> 1]!;
  return (low + high) / 2;
}

/** Medians over the rounds of one contender and one load. */
export interface Summary {
  readonly contender: string;
  readonly load: string;
  readonly opsPerSecond: number;
  readonly opsMin: number;
  readonly opsMax: number;
  readonly cpuMicrosPerOp: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Over all rounds. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of the process that has most, after the load. */
  readonly memory: Memory;
  readonly loadCores: number;
  readonly rounds: number;
  /** Rounds that other load on the machine spoiled; they count only when there is no other. */
  readonly spoiledRounds: number;
}

export function summarise(measurements: readonly Measurement[]): Summary[] {
  const groups = new Map<string, Measurement[]>();
  for (const each of measurements) {
    const name = `${each.contender} ${each.load}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups.values()].map(summaryOf);
}

function summaryOf(all: readonly Measurement[]): Summary {
  const good = all.filter(({ spoiled }) => !spoiled);
  const counted = good.length > 0 ? good : all;
  const of = (pick: (each: Measurement) => number) => median(counted.map(pick));
  const ops = counted.map(({ opsPerSecond }) => opsPerSecond);
  const largest = (pick: (memory: Memory) => number) =>
    of(({ memory }) => Math.max(0, ...memory.map(pick)));
  return {
    contender: all[0]!.contender,
    load: all[0]!.load,
    opsPerSecond: median(ops),
    opsMin: Math.min(...ops),
    opsMax: Math.max(...ops),
    cpuMicrosPerOp: of((each) => each.cpuMicrosPerOp),
    p50Ms: of((each) => each.p50Ms),
    p99Ms: of((each) => each.p99Ms),
    errors: addUp(all.map(({ errors }) => errors)),
    memory: {
      rssMiB: largest(({ rssMiB }) => rssMiB),
      anonMiB: largest(({ anonMiB }) => anonMiB),
      fileMiB: largest(({ fileMiB }) => fileMiB),
    },
    loadCores: of((each) => each.loadCores),
    rounds: all.length,
    spoiledRounds: all.length - good.length,
  };
}

export function addUp(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of all)
    for (const [name, count] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
