// Work over many records gives way to others again and again.
import type { Clock } from '@chord-dht/chord';

const SLICE_MS = 4;
/** What waits is served before the work goes on: at least as long as a slice was, so that half of the time is theirs. */
const PAUSE_MS = 4;
/** A pause that ends so much later than it should says that others have more to do than it gave them. */
const LATE_MS = 20;
const MORE_MS_MAX = 500;

export class Slices {
  private sinceMs: number;

  constructor(private readonly clock: Clock) {
    this.sinceMs = clock.nowMs();
  }

  /** Resolves at once, or after a pause when the slice is used up. */
  async breathe(): Promise<void> {
    if (this.clock.nowMs() - this.sinceMs < SLICE_MS) return;
    await this.giveWay(PAUSE_MS);
    this.sinceMs = this.clock.nowMs();
  }

  /** Pauses as long as is said, and once more as long as that pause was late. */
  async giveWay(pauseMs: number): Promise<void> {
    const lateMs = await this.pause(pauseMs);
    if (lateMs > LATE_MS) await this.pause(Math.min(lateMs, MORE_MS_MAX));
  }

  private async pause(pauseMs: number): Promise<number> {
    const untilMs = this.clock.nowMs() + pauseMs;
    await new Promise<void>((resolve) => void this.clock.after(pauseMs, resolve));
    return this.clock.nowMs() - untilMs;
  }
}
