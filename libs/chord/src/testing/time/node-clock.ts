// Time as one process sees it: its wall clock can be wrong, its timers wait while it sleeps and end with it.
import type { Cancel, Clock } from '../../ports/clock';

export class NodeClock implements Clock {
  private alive = true;
  /** What became due while the process was asleep. */
  private missed: (() => void)[] | undefined;

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
    let isCancelled = false;
    const run = (): void => {
      if (!this.alive || isCancelled) return;
      if (this.missed) this.missed.push(run);
      else task();
    };
    const cancel = this.world.after(delayMs, run);
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  get isAsleep(): boolean {
    return this.missed !== undefined;
  }

  /** The process is stopped: time goes on without it. */
  sleep(): void {
    this.missed ??= [];
  }

  /** It goes on, and whatever became due meanwhile is due now. */
  wake(): void {
    const missed = this.missed ?? [];
    this.missed = undefined;
    for (const run of missed) this.world.after(0, run);
  }

  /** The process is gone: none of its timers runs any more. */
  kill(): void {
    this.alive = false;
  }
}
