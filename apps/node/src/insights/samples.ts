// A node's last fifteen minutes as samples of some seconds, in a ring buffer of fixed size.

export const SAMPLE_MS = 5_000;
/** Fifteen minutes. */
export const SAMPLES_MAX = 180;
/** Longer lookups count as ones of so many hops. */
export const HOPS_MAX = 32;

/** Upper bounds of the classes of duration, each a quarter above the one before: 0.1 ms to some minutes. */
const FIRST_MS = 0.1;
const FACTOR = 1.25;
const CLASSES = 64;

/** One sample. `p50Ms` and `p99Ms` are null when there was no operation. */
export interface Sample {
  /** The end of the sample, in milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
  /** Answers of status 5xx. */
  readonly failures: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

class Tally {
  reads = 0;
  writes = 0;
  failures = 0;
  readonly durations = new Uint32Array(CLASSES);
  readonly hops = new Uint32Array(HOPS_MAX + 1);
}

interface Kept {
  readonly sample: Sample;
  readonly hops: Uint32Array;
}

export class Samples {
  private readonly kept: Kept[] = [];
  private tally = new Tally();
  private sinceMs: number;

  /** @param nowMs monotonic */
  constructor(nowMs: number) {
    this.sinceMs = nowMs;
  }

  answered(isRead: boolean, status: number, ms: number): void {
    if (isRead) this.tally.reads += 1;
    else this.tally.writes += 1;
    if (status >= 500) this.tally.failures += 1;
    const at = classOf(ms);
    this.tally.durations[at] = (this.tally.durations[at] ?? 0) + 1;
  }

  lookedUp(hops: number): void {
    const at = Math.min(hops, HOPS_MAX);
    this.tally.hops[at] = (this.tally.hops[at] ?? 0) + 1;
  }

  /**
   * Ends a sample.
   * @param nowMs monotonic
   * @param wallMs since the Unix epoch
   */
  cut(nowMs: number, wallMs: number): void {
    const { reads, writes, failures, durations, hops } = this.tally;
    const sample: Sample = {
      atMs: wallMs,
      seconds: Math.max(0.001, (nowMs - this.sinceMs) / 1_000),
      reads,
      writes,
      failures,
      p50Ms: quantile(durations, 0.5),
      p99Ms: quantile(durations, 0.99),
    };
    this.kept.push({ sample, hops });
    if (this.kept.length > SAMPLES_MAX) this.kept.shift();
    this.tally = new Tally();
    this.sinceMs = nowMs;
  }

  /** Earliest first. */
  all(): readonly Sample[] {
    return this.kept.map(({ sample }) => sample);
  }

  /** The number of lookups with 0, 1, 2, ... hops in all samples and since; without trailing zeros. */
  hops(): readonly number[] {
    const sum = new Array<number>(HOPS_MAX + 1).fill(0);
    for (const hops of [...this.kept.map((kept) => kept.hops), this.tally.hops])
      hops.forEach((count, at) => (sum[at] = (sum[at] ?? 0) + count));
    const last = sum.findLastIndex((count) => count > 0);
    return sum.slice(0, last + 1);
  }
}

function classOf(ms: number): number {
  if (ms <= FIRST_MS) return 0;
  return Math.min(CLASSES - 1, Math.ceil(Math.log(ms / FIRST_MS) / Math.log(FACTOR)));
}

/** The upper bound of the quantile's class: at most a quarter too high. */
function quantile(classes: Uint32Array, share: number): number | null {
  const count = classes.reduce((sum, number) => sum + number, 0);
  if (count === 0) return null;
  let left = Math.ceil(count * share);
  const at = classes.findIndex((number) => (left -= number) <= 0);
  return Number((FIRST_MS * FACTOR ** at).toPrecision(3));
}
