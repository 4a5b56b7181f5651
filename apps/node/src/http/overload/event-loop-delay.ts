// The delay of this process's event loop: how long a due task waits for its turn.

/** The interval of measurements in milliseconds; short, so that a node recovers soon after a pause. */
const TICK_MS = 250;
/**
 * How many measurements stay in force. A tick may run right after a pause, before anything is read; the process accepts
 * waiting connections one in each turn of the loop, and reads their requests in the next.
 */
const TICKS_HELD = 8;

/**
 * Measures the lateness of one slow timer: a loop whose turns are all too long makes it late by a turn, a stopped one
 * by the length of the stop. A finer instrument would wake an idle process all the time.
 */
export class EventLoopDelay {
  private timer: NodeJS.Timeout | undefined;
  /** Of the last ticks, the latest at the end. */
  private delaysMs: readonly number[] = [];
  /** The largest of these: `ms` is asked for with every request. */
  private worstMs = 0;
  private tickedAtMs = 0;
  private readonly listeners: ((delayMs: number) => void)[] = [];

  /**
   * The worst lateness of the last ticks and of the one that is due now, in milliseconds; 0 before `start`. A process
   * that was stopped may read its sockets first when it continues. The requests there can be as old as the pause, and
   * their clients may have repeated them at another node since.
   */
  get ms(): number {
    return this.timer ? Math.max(this.worstMs, this.lateAt(performance.now())) : 0;
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
    this.delaysMs = [];
    this.worstMs = 0;
  }

  private tick(): void {
    const nowMs = performance.now();
    const delayMs = this.lateAt(nowMs);
    this.delaysMs = [...this.delaysMs, delayMs].slice(-TICKS_HELD);
    this.worstMs = Math.max(...this.delaysMs);
    this.tickedAtMs = nowMs;
    for (const listener of this.listeners) listener(delayMs);
  }

  private lateAt(nowMs: number): number {
    return Math.max(0, nowMs - this.tickedAtMs - TICK_MS);
  }
}
