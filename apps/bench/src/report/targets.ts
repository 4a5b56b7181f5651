// The required ratios of the ring of four, within one run.
import type { IdleMeasurement, Summary } from '../measure/measurement';
import { median } from '../measure/measurement';

export interface Target {
  readonly what: string;
  readonly better: 'more' | 'less';
  /** What the first version of the product had. */
  readonly version1: number;
  readonly must: number;
  readonly aim?: number;
  readonly value: (figures: Figures) => number;
}

/** Looks figures up; NaN where a run did not measure them. */
export class Figures {
  /** True once a figure was taken whose every round was spoiled. */
  tookSpoiled = false;

  constructor(
    private readonly summaries: readonly Summary[],
    private readonly idleOnes: readonly IdleMeasurement[],
  ) {}

  of(contender: string, load: string): Summary | undefined {
    const found = this.summaries.find((each) => each.contender === contender && each.load === load);
    if (found && found.spoiledRounds === found.rounds) this.tookSpoiled = true;
    return found;
  }

  ratio(load: string, to: string, pick: (summary: Summary) => number): number {
    const ours = this.of(RING, load);
    const theirs = this.of(to, load);
    return ours && theirs ? pick(ours) / pick(theirs) : NaN;
  }

  /** Share of one core, over all processes of a contender that has nothing to do. */
  idle(contender: string): number {
    return median(
      this.idleOnes.filter((each) => each.contender === contender).map(({ cores }) => cores),
    );
  }
}

const RING = 'ring4';
const ops = ({ opsPerSecond }: Summary) => opsPerSecond;
const cpu = ({ cpuMicrosPerOp }: Summary) => cpuMicrosPerOp;
const p99 = ({ p99Ms }: Summary) => p99Ms;

type Row = [what: string, version1: number, must: number, aim: number, value: Target['value']];

const target =
  (better: Target['better']) =>
  ([what, version1, must, aim, value]: Row): Target => ({
    what,
    better,
    version1,
    must,
    aim,
    value,
  });

const MORE: readonly Row[] = [
  ['GET, 32 clients, ÷ bare', 0.12, 0.4, 0.6, (of) => of.ratio('get-100B-32', 'bare', ops)],
  ['GET, 256 clients, ÷ bare', 0.16, 0.55, 0.8, (of) => of.ratio('get-100B-256', 'bare', ops)],
  [
    'PUT, 32 clients, durable, ÷ bare',
    0.06,
    0.17,
    0.25,
    (of) => of.ratio('put-100B-32', 'bare', ops),
  ],
  [
    'PUT, 256 clients, durable, ÷ bare',
    0.1,
    0.38,
    0.57,
    (of) => of.ratio('put-100B-256', 'bare', ops),
  ],
  ['GET, 32 clients, ÷ etcd', 0.75, 2.5, 3.5, (of) => of.ratio('get-100B-32', 'etcd3', ops)],
  ['PUT, 32 clients, ÷ etcd', 0.4, 1.1, 1.5, (of) => of.ratio('put-100B-32', 'etcd3', ops)],
  ['GET of 10 KiB ÷ GET of 100 B, 32 clients', 0.34, 0.7, NaN, (of) => sizes(of, 'get')],
  ['PUT of 10 KiB ÷ PUT of 100 B, 32 clients', 0.27, 0.7, NaN, (of) => sizes(of, 'put')],
  ['GET of 1 MB, 32 clients, ÷ etcd', 0.13, 3, NaN, (of) => of.ratio('get-1MB-32', 'etcd3', ops)],
  ['PUT of 1 MB, 32 clients, ÷ etcd', 0.05, 1, NaN, (of) => of.ratio('put-1MB-32', 'etcd3', ops)],
];

const LESS: readonly Row[] = [
  ['CPU of a GET, 32 clients, ÷ bare', 16, 4.5, 2.7, (of) => of.ratio('get-100B-32', 'bare', cpu)],
  ['CPU of a PUT, 32 clients, ÷ bare', 30, 11, 6.5, (of) => of.ratio('put-100B-32', 'bare', cpu)],
  ['p99 of a GET, 32 clients, ÷ bare', 13, 4, 2.5, (of) => of.ratio('get-100B-32', 'bare', p99)],
  ['p99 of a PUT, 32 clients, ÷ bare', 18, 7, 5, (of) => of.ratio('put-100B-32', 'bare', p99)],
  [
    'CPU of a GET of 1 MB, ms',
    108,
    6,
    NaN,
    (of) => (of.of(RING, 'get-1MB-32')?.cpuMicrosPerOp ?? NaN) / 1000,
  ],
  [
    'CPU of a PUT of 1 MB, ms',
    186,
    25,
    NaN,
    (of) => (of.of(RING, 'put-1MB-32')?.cpuMicrosPerOp ?? NaN) / 1000,
  ],
  ['four idle nodes with 10,000 keys, % of a core', 20, 3, 1.5, (of) => of.idle(RING) * 100],
  ['RSS of the largest node after loads of 100 B, MiB', 210, 150, 125, largestRss],
];

function sizes(of: Figures, kind: string): number {
  const large = of.of(RING, `${kind}-10KiB-32`);
  const small = of.of(RING, `${kind}-100B-32`);
  return large && small ? ops(large) / ops(small) : NaN;
}

function largestRss(of: Figures): number {
  const loads = ['get-100B-32', 'put-100B-32', 'get-100B-256', 'put-100B-256'];
  const known = loads.flatMap((load) => of.of(RING, load)?.memory.rssMiB ?? []);
  return known.length > 0 ? Math.max(...known) : NaN;
}

export const TARGETS: readonly Target[] = [
  ...MORE.map(target('more')),
  ...LESS.map(target('less')),
];

export type Verdict = 'aim' | 'must' | 'short' | 'not measured';

export function verdictOf({ better, must, aim = NaN }: Target, value: number): Verdict {
  if (Number.isNaN(value)) return 'not measured';
  const reaches = (bound: number) => (better === 'more' ? value >= bound : value <= bound);
  if (reaches(aim)) return 'aim';
  return reaches(must) ? 'must' : 'short';
}
