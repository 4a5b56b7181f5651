// Knows time as one process sees it: its wall clock may be wrong, and its timers die with it.
import type { Cancel, Clock } from '@chord-dht/chord';

export class NodeClock implements Clock {
  private alive = true;

  constructor(
    private readonly world: Clock,
    /** How far the wall clock of this process is off; it may change at any time. */
    public wallOffsetMs = 0,
  ) {}

  nowMs(): number {
    return this.world.nowMs();
  }

  wallMs(): number {
    return this.world.wallMs() + this.wallOffsetMs;
  }

  after(delayMs: number, task: () => void): Cancel {
    return this.world.after(delayMs, () => {
      if (this.alive) task();
    });
  }

  /** The process is gone: none of its timers runs any more. */
  kill(): void {
    this.alive = false;
  }
}
