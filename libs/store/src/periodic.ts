// Repeats a task on the node's clock; a task that is still running is not started again.
import type { Cancel } from '@chord-dht/chord';
import type { StoreContext } from './primary/store-context';

const JITTER = 0.2;

export class Periodic {
  private cancel: Cancel | undefined;
  private running = false;
  private started = false;
  private dueMs = 0;
  /** The time of the next run after the present one. */
  private nextMs = 0;

  constructor(
    private readonly context: Pick<StoreContext, 'chord' | 'events'>,
    private readonly meanMs: number,
    private readonly task: () => Promise<void>,
  ) {}

  start(): void {
    if (this.started) return;
    this.started = true;
    this.plan(this.meanMs);
  }

  stop(): void {
    this.started = false;
    this.cancel?.();
  }

  /** Runs the task in about `delayMs`, unless its turn comes earlier. */
  soon(delayMs: number): void {
    if (!this.started) return;
    if (this.running) this.nextMs = Math.min(this.nextMs, delayMs);
    else if (this.context.chord.clock.nowMs() + delayMs < this.dueMs) this.plan(delayMs);
  }

  private plan(meanMs: number): void {
    this.cancel?.();
    const { clock, random } = this.context.chord;
    const delayMs = meanMs * (1 - JITTER + 2 * JITTER * random.next());
    this.dueMs = clock.nowMs() + delayMs;
    this.cancel = clock.after(delayMs, () => void this.run());
  }

  private async run(): Promise<void> {
    this.running = true;
    this.nextMs = this.meanMs;
    try {
      await this.task();
    } catch (error) {
      this.context.events.emit({ type: 'store-fault', error });
    }
    this.running = false;
    if (this.started) this.plan(this.nextMs);
  }
}
