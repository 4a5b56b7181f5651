// Knows which messages come too late to be worked on: those that lay here while this process was stopped or busy.
import type {
  Address,
  Envelope,
  EnvelopeHandler,
  FrameHandler,
  FrameLane,
  IncomingFrame,
  ReplyEnvelope,
  Transport,
} from '@chord-dht/chord';

const TICK_MS = 100;
const HELD_UP =
  'This node was held up, and the message may have waited for longer than its sender.';

/**
 * A message says how long its sender waits, counted from when it is read. A process that was stopped
 * reads what was sent meanwhile as if it were fresh, and would carry out a write that its sender has
 * long had carried out elsewhere. So the time that a message may have waited to be read is taken off.
 */
export class PunctualTransport implements Transport {
  private lastTickMs = performance.now();
  private tickBeforeMs = this.lastTickMs;
  private readonly ticker = setInterval(() => this.tick(), TICK_MS).unref();

  readonly frames: FrameLane | undefined;

  constructor(private readonly inner: Transport) {
    const { frames } = inner;
    this.frames = frames && {
      call: (to, from, bytes, options, done) => frames.call(to, from, bytes, options, done),
      serve: (handler) => frames.serve((frame) => this.frameInTime(frame, handler)),
    };
  }

  serve(handler: EnvelopeHandler): void {
    this.inner.serve((envelope) => this.inTime(envelope, handler));
  }

  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    return this.inner.request(to, envelope, timeoutMs);
  }

  close(): Promise<void> {
    clearInterval(this.ticker);
    return this.inner.close();
  }

  /**
   * How long a message that is read now may have waited for that, milliseconds; 0 as long as the process
   * keeps up. Sockets are read in every turn of the event loop, so at least since the tick before the last:
   * the last may belong to the turn in which the process went on.
   */
  get waitedMs(): number {
    return Math.max(0, performance.now() - this.tickBeforeMs - 2 * TICK_MS);
  }

  private async inTime(envelope: Envelope, handler: EnvelopeHandler): Promise<ReplyEnvelope> {
    const { waitedMs } = this;
    if (waitedMs === 0) return handler(envelope);
    const deadlineMs = envelope.deadlineMs - waitedMs;
    if (deadlineMs > 0) return handler({ ...envelope, deadlineMs });
    return { ok: false, code: 'BUSY', message: HELD_UP };
  }

  private frameInTime(frame: IncomingFrame, handler: FrameHandler): void {
    const { waitedMs } = this;
    if (waitedMs === 0) return handler(frame);
    const deadlineMs = frame.deadlineMs - waitedMs;
    if (deadlineMs > 0) handler(withDeadline(frame, deadlineMs));
    else frame.refuse('BUSY', HELD_UP);
  }

  private tick(): void {
    this.tickBeforeMs = this.lastTickMs;
    this.lastTickMs = performance.now();
  }
}

function withDeadline(frame: IncomingFrame, deadlineMs: number): IncomingFrame {
  const { from, to, bytes, trace } = frame;
  return {
    ...{ from, to, bytes, trace, deadlineMs },
    reply: (answer) => frame.reply(answer),
    refuse: (code, message, detail) => frame.refuse(code, message, detail),
  };
}
