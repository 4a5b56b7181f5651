// Knows how late the event loop of this process is: how long whatever becomes due has to wait for its turn.
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
/** One reading holds for so long; short, so that a node is itself again soon after a pause. */
const WINDOW_MS = 250;
const NS_PER_MS = 1e6;

export class EventLoopDelay {
  private histogram: IntervalHistogram | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delayMs = 0;
  private lookedAtMs = 0;

  /** The mean delay of the last window, or its own if it was longer, milliseconds; 0 before `start`. */
  get ms(): number {
    return this.delayMs;
  }

  /** Begins with a clean slate: what held the process up before does not count. */
  start(): void {
    this.histogram ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.histogram.enable();
    this.lookedAtMs = performance.now();
    this.timer ??= setInterval(() => this.look(), WINDOW_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram?.disable();
    this.delayMs = 0;
  }

  /**
   * The mean tells of many turns that are all too long. One that held everything up is hardly seen in it,
   * and this look itself came as late as whatever waits now.
   */
  private look(): void {
    const { mean = Number.NaN } = this.histogram ?? {};
    const nowMs = performance.now();
    const ownMs = nowMs - this.lookedAtMs - WINDOW_MS;
    // The histogram counts from one of its own ticks to the next; there is none in an empty window.
    const meanMs = Number.isNaN(mean) ? 0 : mean / NS_PER_MS - RESOLUTION_MS;
    this.delayMs = Math.max(0, ownMs, meanMs);
    this.lookedAtMs = nowMs;
    this.histogram?.reset();
  }
}
