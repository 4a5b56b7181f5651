import { figure } from '../tables/table';
import type { LargeOptions, LargeRow } from './run-large';

/** What `large.json` holds. */
export interface LargeResults {
  readonly options: LargeOptions;
  readonly rows: readonly LargeRow[];
}

const HEAD = [
  ...['1 MB', 'ops/s', 'CPU ms/op', 'p99 ms', 'errors', 'small GET p99 ms', 'max', 'errors'],
  ...['relayed p99 ms', 'max', 'health max ms', 'failed', 'others, cores'],
];

function rowOf({ contender, kind, figures }: LargeRow): string[] {
  return [
    `${contender} ${kind}`,
    figure(figures.opsPerSecond),
    figure(figures.cpuMillisPerOp),
    figure(figures.p99Ms),
    String(figures.errors),
    figure(figures.smallP99Ms),
    figure(figures.smallMaxMs),
    String(figures.smallErrors),
    figure(figures.relayP99Ms),
    figure(figures.relayMaxMs),
    figure(figures.liveMaxMs),
    String(figures.probesFailed),
    figure(figures.foreignCores),
  ];
}

export function largeTable({ rows }: LargeResults): string[][] {
  return [HEAD, ...rows.map(rowOf)];
}
