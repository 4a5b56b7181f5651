// The number of client requests in flight that is good for this node. More than it can work on only wait for each
// other, until calls between nodes time out and are repeated: then a node works hard and serves nobody. The limit
// falls when requests take long, and rises when it is reached and they do not (additive increase, multiplicative
// decrease, as in TCP: Chiu, Jain, Computer Networks and ISDN Systems 17, 1989).

export interface AdaptiveLimitOptions {
  /** It never goes below, so that a slow machine serves a few clients at least. */
  readonly min: number;
  readonly max: number;
}

/** One half of the requests may take longer. */
const MEDIAN_MS_MAX = 500;
const WINDOW_MS = 250;
const DECREASE = 0.7;
const INCREASE = 16;
/** So many are enough to tell. */
const SAMPLES_MAX = 256;

export class AdaptiveLimit {
  private limit: number;
  private samples: number[] = [];
  private windowEndsMs = 0;
  private wasReached = false;

  constructor(private readonly options: AdaptiveLimitOptions) {
    this.limit = options.max;
  }

  get current(): number {
    return Math.floor(this.limit);
  }

  /** A request was refused because of the limit. */
  reached(): void {
    this.wasReached = true;
  }

  /**
   * @param ms that a request was worked on
   * @param nowMs monotonic
   * @param isBusy false when this node has little to do, so that requests wait for others
   */
  served(ms: number, nowMs: number, isBusy: boolean): void {
    if (this.samples.length < SAMPLES_MAX) this.samples.push(ms);
    if (this.samples.length === 1) this.windowEndsMs = nowMs + WINDOW_MS;
    if (nowMs < this.windowEndsMs) return;
    this.adapt(medianOf(this.samples), isBusy);
    this.samples = [];
    this.wasReached = false;
  }

  private adapt(medianMs: number, isBusy: boolean): void {
    const { min, max } = this.options;
    const isSlow = medianMs > MEDIAN_MS_MAX;
    if (isSlow && isBusy) this.limit = Math.max(min, this.limit * DECREASE);
    else if (this.wasReached && !isSlow) this.limit = Math.min(max, this.limit + INCREASE);
  }
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
