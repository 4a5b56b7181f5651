// Work over many records gives way to others again and again.
import type { Clock } from '@chord-dht/chord';

const SLICE_MS = 4;
/** What waits is served before the work goes on: at least as long as a slice was, so that half of the time is theirs. */
const PAUSE_MS = 4;

export class Slices {
  private sinceMs: number;

  constructor(private readonly clock: Clock) {
    this.sinceMs = clock.nowMs();
  }

  /** Resolves at once, or after a pause when the slice is used up. */
  async breathe(): Promise<void> {
    if (this.clock.nowMs() - this.sinceMs < SLICE_MS) return;
    await new Promise<void>((resolve) => void this.clock.after(PAUSE_MS, resolve));
    this.sinceMs = this.clock.nowMs();
  }
}
