// Tracks whether this node is receiving records for a view that has not begun: no view counts on them here yet, and
// they must not be taken for left over.
import type { Clock } from '@chord-dht/chord';

/** A sender pauses no longer than this, or has given up. */
const RECENT_MS = 5_000;

export class Arrivals {
  private lastMs = -Infinity;

  constructor(private readonly clock: Clock) {}

  note(): void {
    this.lastMs = this.clock.nowMs();
  }

  get areRecent(): boolean {
    return this.clock.nowMs() - this.lastMs < RECENT_MS;
  }
}
