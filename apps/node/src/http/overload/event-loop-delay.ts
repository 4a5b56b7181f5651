// The delay of this process's event loop: how long a due task waits for its turn.

/** The interval of measurements in milliseconds; short, so that a node recovers soon after a pause. */
const TICK_MS = 250;
/** A loop that is never idle forgets a delay after so many ticks: it has read what lay in its sockets by then. */
const TICKS_HELD = 8;

/**
 * Measures the lateness of one slow timer: a loop whose turns are all too long makes it late by a turn, a stopped one
 * by the length of the stop. A finer instrument would wake an idle process all the time.
 */
export class EventLoopDelay {
  private timer: NodeJS.Timeout | undefined;
  private delayMs = 0;
  /** Ticks since the delay in force was measured. */
  private heldTicks = 0;
  /** The time that the loop had been idle in all at the last tick. */
  private idleMs = 0;
  private tickedAtMs = 0;
  private readonly listeners: ((delayMs: number) => void)[] = [];

  /**
   * The lateness in force, in milliseconds; 0 before `start`. That of the tick that is due now counts too: a process that
   * was stopped may read its sockets first when it continues. The requests there can be as old as the pause, and their
   * clients may have repeated them at another node since. So a lateness stays in force until the loop has once had
   * nothing to read: waiting connections are accepted one in each turn of the loop, and read in the next.
   */
  get ms(): number {
    return this.timer ? Math.max(this.delayMs, this.lateAt(performance.now())) : 0;
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
    const delayMs = this.lateAt(nowMs);
    const wasIdle = this.wasIdle();
    if (delayMs >= this.delayMs || wasIdle || this.heldTicks >= TICKS_HELD) {
      this.delayMs = delayMs;
      this.heldTicks = 0;
    }
    this.heldTicks += 1;
    this.tickedAtMs = nowMs;
    for (const listener of this.listeners) listener(delayMs);
  }

  /** Whether the loop has been idle since the last tick. A pause in which it was idle ends at a tick of its own. */
  private wasIdle(): boolean {
    const { idle } = performance.eventLoopUtilization();
    const isMore = idle > this.idleMs;
    this.idleMs = idle;
    return isMore;
  }

  private lateAt(nowMs: number): number {
    return Math.max(0, nowMs - this.tickedAtMs - TICK_MS);
  }
}
