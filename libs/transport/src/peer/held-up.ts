// Measures how long this process did not read its sockets, because it was stopped or busy.
import type { FrameHandler, IncomingFrame, Pieces } from '@chord-dht/chord';

const TICK_MS = 100;

/** The answer to a message that may have waited past its deadline. */
export const HELD_UP =
  'This node was held up, and the message may have waited for longer than its sender.';

export class HeldUp {
  private lastTickMs = performance.now();
  private tickBeforeMs = this.lastTickMs;
  private readonly ticker = setInterval(() => this.tick(), TICK_MS).unref();

  /**
   * The longest time, in milliseconds, that a message which is read now may have waited for its reading; 0 while the
   * process keeps up. Sockets are read in every turn of the event loop, so at least since the tick before the last: the
   * last may belong to the turn in which the process went on.
   */
  get waitedMs(): number {
    return this.waitedAt(performance.now());
  }

  /** Gives a frame to its handler with the rest of its time, or refuses it. */
  inTime(frame: IncomingFrame, handler: FrameHandler): void {
    const waitedMs = this.waitedAt(frame.arrivedMs ?? performance.now());
    if (waitedMs === 0) return handler(frame);
    const deadlineMs = frame.deadlineMs - waitedMs;
    if (deadlineMs > 0) handler(withDeadline(frame, deadlineMs));
    else frame.refuse('BUSY', HELD_UP);
  }

  close(): void {
    clearInterval(this.ticker);
  }

  private waitedAt(readMs: number): number {
    return Math.max(0, readMs - this.tickBeforeMs - 2 * TICK_MS);
  }

  private tick(): void {
    this.tickBeforeMs = this.lastTickMs;
    this.lastTickMs = performance.now();
  }
}

function withDeadline(frame: IncomingFrame, deadlineMs: number): IncomingFrame {
  const { from, to, bytes, trace, arrivedMs } = frame;
  return {
    ...{ from, to, bytes, trace, deadlineMs, arrivedMs },
    ...(frame.part && { part: (some: Pieces) => frame.part?.(some) }),
    reply: (answer) => frame.reply(answer),
    refuse: (code, message, detail) => frame.refuse(code, message, detail),
  };
}
