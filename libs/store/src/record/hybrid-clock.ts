// Issues versions that are later than all that the node has seen, also after its wall clock was set back.
import type { Id } from '@chord-dht/chord';
import { COUNTER_MAX, type Version } from './version';

/** The storage of the time that the clock does not go back behind. */
export interface HighWater {
  /** The last stored time, in milliseconds; 0 when there is none. */
  readonly keptMs: number;
  /** Resolves when `timeMs` is durable. */
  keep(timeMs: number): Promise<void>;
}

export interface HybridClockOptions {
  readonly wallMs: () => number;
  readonly node: Id;
  readonly boot: string;
  readonly highWater: HighWater;
  /** Times further ahead of the wall clock, in milliseconds, are refused. */
  readonly aheadMsMax: number;
}

/**
 * The stored time is so far ahead, in milliseconds, that it is written once in this time and not with every version.
 */
const RESERVE_MS = 10_000;

export class HybridClock {
  private timeMs: number;
  private counter = 0;
  private reservedMs: number;
  private reserving: Promise<void> | undefined;

  constructor(private readonly options: HybridClockOptions) {
    const { keptMs } = options.highWater;
    // An earlier run may have issued any version up to the stored time, inclusive.
    this.timeMs = keptMs === 0 ? 0 : keptMs + 1;
    this.reservedMs = keptMs;
  }

  /** The latest time issued or seen. */
  get lastMs(): number {
    return this.timeMs;
  }

  /**
   * Returns a version later than all that were issued or seen, and than `after`; a promise only when a time has to be
   * stored first.
   */
  next(after?: Pick<Version, 'timeMs' | 'counter'>): Version | Promise<Version> {
    if (after) this.advanceTo(after.timeMs, after.counter);
    const wallMs = Math.floor(this.options.wallMs());
    if (wallMs > this.timeMs) this.advanceTo(wallMs, 0);
    else if (this.counter < COUNTER_MAX) this.counter += 1;
    else this.advanceTo(this.timeMs + 1, 0);
    const { node, boot } = this.options;
    const version = { timeMs: this.timeMs, counter: this.counter, node, boot };
    return version.timeMs <= this.reservedMs ? version : this.reserved(version);
  }

  private async reserved(version: Version): Promise<Version> {
    while (version.timeMs > this.reservedMs) await this.reserve();
    return version;
  }

  /** False for a time so far ahead that following it would disturb the order of versions for a day. */
  accepts(timeMs: number): boolean {
    return timeMs <= this.options.wallMs() + this.options.aheadMsMax;
  }

  /** Advances the clock to a time that it accepts. */
  observe(timeMs: number, counter = 0): void {
    if (this.accepts(timeMs)) this.advanceTo(timeMs, counter);
  }

  /** Stores the exact time, so that the next run need not begin ahead of it. */
  async rest(): Promise<void> {
    await this.reserving;
    await this.options.highWater.keep(this.timeMs);
    this.reservedMs = this.timeMs;
  }

  private advanceTo(timeMs: number, counter: number): void {
    if (timeMs > this.timeMs) {
      this.timeMs = timeMs;
      this.counter = counter;
    } else if (timeMs === this.timeMs) {
      this.counter = Math.max(this.counter, counter);
    }
  }

  private reserve(): Promise<void> {
    this.reserving ??= this.reserveOnce().finally(() => {
      this.reserving = undefined;
    });
    return this.reserving;
  }

  private async reserveOnce(): Promise<void> {
    const untilMs = this.timeMs + RESERVE_MS;
    await this.options.highWater.keep(untilMs);
    this.reservedMs = untilMs;
  }
}
