import { figure } from '../tables/table';
import type { ClientsOptions, IdleFindings, Others, SlowFindings } from './run-clients';

/** What `clients.json` holds. */
export interface ClientsResults {
  readonly options: ClientsOptions;
  readonly idle: IdleFindings;
  readonly slow: SlowFindings;
}

const HEAD = ['GET, 100 B, 32 clients', 'ops/s', 'CPU µs/op', 'p50 ms', 'p99 ms', 'errors'];

const rowOf = (name: string, others: Others): string[] => [
  name,
  ...[others.opsPerSecond, others.cpuMicrosPerOp, others.p50Ms, others.p99Ms].map(figure),
  String(others.errors),
];

export function clientsTable({ options, idle, slow }: ClientsResults): string[][] {
  return [
    HEAD,
    rowOf('without slow readers', slow.alone),
    rowOf(`beside ${options.readers} slow readers`, slow.beside),
    rowOf('without idle connections', idle.alone),
    rowOf(`beside ${idle.opened.opened} of them`, idle.beside),
  ];
}

export function clientsNotes({ idle, slow }: ClientsResults): string[] {
  const { opened, answeredAgain, cores, rssMiB } = idle;
  const perConnection = ((rssMiB.held - rssMiB.before) * 1024) / opened.opened;
  const errors = { ...opened.errors, ...answeredAgain.errors };
  const failed = Object.entries(errors).map(([what, count]) => `, ${count} times ${what}`);
  return [
    `Slow readers: each took ${figure(slow.bytesEach / 1024)} KiB in the time, ${slow.lost} were cut off; ` +
      `RSS of all nodes ${figure(slow.rssMiB.before)} MiB before, at most ${figure(slow.rssMiB.during)} during.`,
    `Idle connections: ${opened.opened} opened, ${answeredAgain.opened} answered again at the end${failed.join('')}; ` +
      `${figure(cores * 100)} % of a core while idle, ${figure(perConnection)} KiB each.`,
  ];
}
