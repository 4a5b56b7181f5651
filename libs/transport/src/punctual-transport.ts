// Refuses messages that lay here too long while this process was stopped or busy.
import type {
  Address,
  Envelope,
  EnvelopeHandler,
  FrameLane,
  ReplyEnvelope,
  Transport,
} from '@chord-dht/chord';
import { HELD_UP, HeldUp } from './peer/held-up';

/**
 * A message says how long its sender waits, counted from when it is read. A process that was stopped
 * reads what was sent meanwhile as if it were fresh, and would carry out a write that its sender has
 * long had carried out elsewhere. So the time that a message may have waited to be read is taken off.
 */
export class PunctualTransport implements Transport {
  private readonly heldUp = new HeldUp();

  readonly frames: FrameLane | undefined;

  constructor(private readonly inner: Transport) {
    const { frames } = inner;
    this.frames = frames && {
      call: (to, from, bytes, options, done) => frames.call(to, from, bytes, options, done),
      serve: (handler) => frames.serve((frame) => this.heldUp.inTime(frame, handler)),
    };
  }

  serve(handler: EnvelopeHandler): void {
    this.inner.serve((envelope) => this.inTime(envelope, handler));
  }

  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    return this.inner.request(to, envelope, timeoutMs);
  }

  close(): Promise<void> {
    this.heldUp.close();
    return this.inner.close();
  }

  /** See `HeldUp`. */
  get waitedMs(): number {
    return this.heldUp.waitedMs;
  }

  private async inTime(envelope: Envelope, handler: EnvelopeHandler): Promise<ReplyEnvelope> {
    const { waitedMs } = this;
    if (waitedMs === 0) return handler(envelope);
    const deadlineMs = envelope.deadlineMs - waitedMs;
    if (deadlineMs > 0) return handler({ ...envelope, deadlineMs });
    return { ok: false, code: 'BUSY', message: HELD_UP };
  }
}
