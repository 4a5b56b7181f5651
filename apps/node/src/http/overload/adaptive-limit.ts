// The limit of client requests in flight at this node. With more than it can work on they only wait for each other,
// until calls between nodes time out and are repeated: then a node works hard and serves no client. The limit falls
// when requests take long, and rises when it is reached and they do not (additive increase, multiplicative decrease, as
// in TCP: Chiu, Jain, Computer Networks and ISDN Systems 17, 1989).

export interface AdaptiveLimitOptions {
  /** The least limit, so that a slow machine serves at least a few clients. */
  readonly min: number;
  readonly max: number;
}

/** The limit of the median duration. */
const MEDIAN_MS_MAX = 500;
const WINDOW_MS = 250;
const DECREASE = 0.7;
const INCREASE = 16;
/** The number of samples for a decision. */
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

  /** Called when a request was refused because of the limit. */
  reached(): void {
    this.wasReached = true;
  }

  /**
   * @param ms the time in which a request was worked on
   * @param nowMs monotonic
   * @param isBusy false when this node has little to do, so that requests wait for other nodes
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
