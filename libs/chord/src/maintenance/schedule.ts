// Runs periodic tasks when they are due. A task that is still running is not started again.
import type { Cancel, Clock } from '../ports/clock';
import type { Random } from '../ports/random';

export interface PeriodicTask {
  readonly periodMs: number;
  readonly run: () => Promise<void>;
}

/** A timer that is late by this many periods means that the process was stopped or starved. */
const GAP_PERIODS = 5;
const GAP_MS_MIN = 5_000;

export class Schedule {
  private readonly cancels = new Set<Cancel>();
  private isRunning = false;

  constructor(
    private readonly ports: { clock: Clock; random: Random; jitter: number },
    private readonly hooks: { onFault: (error: unknown) => void; onGap: (gapMs: number) => void },
  ) {}

  get running(): boolean {
    return this.isRunning;
  }

  start(tasks: readonly PeriodicTask[]): void {
    if (this.isRunning) return;
    this.isRunning = true;
    for (const task of tasks) this.plan(task);
  }

  stop(): void {
    this.isRunning = false;
    for (const cancel of this.cancels) cancel();
    this.cancels.clear();
  }

  private plan(task: PeriodicTask): void {
    const { clock, random, jitter } = this.ports;
    const delayMs = task.periodMs * (1 - jitter + 2 * jitter * random.next());
    const dueMs = clock.nowMs() + delayMs;
    const cancel = clock.after(delayMs, () => {
      this.cancels.delete(cancel);
      const lateMs = clock.nowMs() - dueMs;
      if (lateMs > Math.max(GAP_MS_MIN, GAP_PERIODS * task.periodMs)) this.hooks.onGap(lateMs);
      task
        .run()
        .catch(this.hooks.onFault)
        .then(() => {
          if (this.isRunning) this.plan(task);
        }, this.hooks.onFault);
    });
    this.cancels.add(cancel);
  }
}
