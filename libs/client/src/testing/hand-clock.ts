// Time for tests: pauses pass at once and are noted; limits on a node run out only when a test says so.
import type { ClientClock } from '../options';

export class HandClock implements ClientClock {
  /** The pauses that were made, in milliseconds. */
  readonly pauses: number[] = [];
  private readonly limits = new Set<() => void>();
  private time = 0;

  nowMs(): number {
    return this.time;
  }

  after(delayMs: number, task: () => void, what: 'pause' | 'limit'): () => void {
    if (what === 'limit') {
      this.limits.add(task);
      return () => this.limits.delete(task);
    }
    const timer = setImmediate(() => {
      this.pauses.push(delayMs);
      this.time += delayMs;
      task();
    });
    return () => clearImmediate(timer);
  }

  /** Every limit that is running runs out. */
  runOut(): void {
    for (const task of [...this.limits]) task();
  }
}

/** Options with which nothing waits; the half of each pause that is left to chance is there whole. */
export function unhurried(clock: HandClock): {
  clock: HandClock;
  random: () => number;
  timeoutMs: number;
  attemptTimeoutMs: number;
  silenceMs: number;
} {
  const limits = { timeoutMs: 1_000_000, attemptTimeoutMs: 100_000, silenceMs: 100_000 };
  return { clock, random: () => 1, ...limits };
}
