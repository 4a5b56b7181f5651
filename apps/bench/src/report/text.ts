// The tables of a comparison: a block for each load, and the ratios beside the required ones.
import type { IdleMeasurement, Summary } from '../measure/measurement';
import { describeLoad, parseLoad } from '../measure/loads';
import { Figures, TARGETS, verdictOf } from './targets';
import { figure } from '../tables/table';

export type Rows = string[][];

const HEAD = [
  ...['', 'ops/s', 'min-max', '÷ bare', '÷ etcd', 'CPU µs/op', '÷ bare'],
  ...['p50 ms', 'p99 ms', 'errors', 'RSS MiB', 'anon', 'file'],
];

/** One block for each load. */
export function loadBlocks(summaries: readonly Summary[]): { title: string; rows: Rows }[] {
  const figures = new Figures(summaries, []);
  const loads = [...new Set(summaries.map(({ load }) => load))];
  return loads.map((load) => {
    const rows = summaries
      .filter((each) => each.load === load)
      .map((each) => rowOf(each, figures.of('bare', load), figures.of('etcd3', load)));
    return { title: `${describeLoad(parseLoad(load))}  (${load})`, rows: [HEAD, ...rows] };
  });
}

function rowOf(each: Summary, bare: Summary | undefined, etcd: Summary | undefined): string[] {
  const mark = each.spoiledRounds === each.rounds ? ' *' : '';
  const errors = Object.values(each.errors).reduce((sum, count) => sum + count, 0);
  const share = (value: number, of: number | undefined) => figure(of ? value / of : NaN);
  const { rssMiB, anonMiB, fileMiB } = each.memory;
  return [
    each.contender + mark,
    figure(each.opsPerSecond),
    `${figure(each.opsMin)}-${figure(each.opsMax)}`,
    share(each.opsPerSecond, bare?.opsPerSecond),
    share(each.opsPerSecond, etcd?.opsPerSecond),
    figure(each.cpuMicrosPerOp),
    share(each.cpuMicrosPerOp, bare?.cpuMicrosPerOp),
    figure(each.p50Ms),
    figure(each.p99Ms),
    String(errors),
    ...[rssMiB, anonMiB, fileMiB].map((value) => value.toFixed(0)),
  ];
}

export function targetRows(summaries: readonly Summary[], idle: readonly IdleMeasurement[]): Rows {
  const rows = TARGETS.map((target) => {
    const figures = new Figures(summaries, idle);
    const value = target.value(figures);
    const { what, version1, must, aim, better } = target;
    const sign = better === 'more' ? '≥' : '≤';
    const verdict = { aim: 'aim', must: 'must', short: 'SHORT', 'not measured': '' };
    return [
      what,
      figure(version1),
      figure(value),
      `${sign} ${figure(must)}`,
      aim === undefined || Number.isNaN(aim) ? '' : `${sign} ${figure(aim)}`,
      verdict[verdictOf(target, value)] + (figures.tookSpoiled ? ' *' : ''),
    ];
  });
  return [['ring4', 'version 1', 'this run', 'must', 'aim', 'reached'], ...rows];
}

export function idleRows(idle: readonly IdleMeasurement[]): Rows {
  const names = [...new Set(idle.map(({ contender }) => contender))];
  const rows = names.map((name) => {
    const own = idle.filter(({ contender }) => contender === name);
    const shares = own.map(({ cores }) => cores * 100);
    const largest = Math.max(...own.flatMap(({ memory }) => memory.map(({ rssMiB }) => rssMiB)));
    const share = new Figures([], idle).idle(name) * 100;
    return [
      name,
      figure(share),
      `${figure(Math.min(...shares))}-${figure(Math.max(...shares))}`,
      largest.toFixed(0),
    ];
  });
  return [['idle, after the warm-up', '% of a core', 'min-max', 'RSS MiB'], ...rows];
}

/** All errors by name, so that none hides behind a number. */
export function errorLines(summaries: readonly Summary[]): string[] {
  return summaries.flatMap(({ contender, load, errors }) =>
    Object.entries(errors).map(([what, count]) => `${contender}, ${load}: ${count} times ${what}`),
  );
}

/** Measurements that do not say what they seem to say. */
export function doubtLines(summaries: readonly Summary[]): string[] {
  const lost = summaries.filter(({ rounds, spoiledRounds }) => rounds === spoiledRounds);
  if (lost.length === summaries.length && lost.length > 0)
    return ['other load on the machine spoiled every measurement: only ratios of CPU may be read'];
  return summaries.flatMap(({ contender, load, loadCores, rounds, spoiledRounds }) => [
    ...(spoiledRounds > 0
      ? [
          `${contender}, ${load}: other load on the machine spoiled ${spoiledRounds} of ${rounds} rounds` +
            (spoiledRounds === rounds ? '; its figures are marked *' : '; they do not count'),
        ]
      : []),
    ...(loadCores > 0.9
      ? [`${contender}, ${load}: the load took ${loadCores.toFixed(2)} cores and may be the limit`]
      : []),
  ]);
}
