// A clock for tests: pauses pass at once and are recorded; limits on a node expire only when a test calls `runOut`.
import type { ClientClock } from '../options';

export class HandClock implements ClientClock {
  /** The recorded pauses in milliseconds. */
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

  /** Expires every running limit. */
  runOut(): void {
    for (const task of [...this.limits]) task();
  }
}

/** Options without waiting; the random half of each pause is always included in full. */
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
