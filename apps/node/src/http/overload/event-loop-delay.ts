// The delay of this process's event loop: how long a due task waits for its turn.

/** The interval of measurements in milliseconds; short, so that a node recovers soon after a pause. */
const TICK_MS = 250;

/**
 * Measures the lateness of one slow timer: a loop whose turns are all too long makes it late by a turn, a stopped one
 * by the length of the stop. A finer instrument would wake an idle process all the time.
 */
export class EventLoopDelay {
  private timer: NodeJS.Timeout | undefined;
  private delayMs = 0;
  private tickedAtMs = 0;
  private readonly listeners: ((delayMs: number) => void)[] = [];

  /** The lateness of the last tick, milliseconds; 0 before `start`. */
  get ms(): number {
    return this.delayMs;
  }

  /** Calls `listener` at every tick with its lateness. */
  onTick(listener: (delayMs: number) => void): void {
    this.listeners.push(listener);
  }

  /** Starts measuring: earlier delays of the process do not count. */
  start(): void {
    this.tickedAtMs = performance.now();
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.delayMs = 0;
  }

  private tick(): void {
    const nowMs = performance.now();
    this.delayMs = Math.max(0, nowMs - this.tickedAtMs - TICK_MS);
    this.tickedAtMs = nowMs;
    for (const listener of this.listeners) listener(this.delayMs);
  }
}
