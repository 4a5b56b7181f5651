// Refuses messages that lay unread too long while this process was stopped or busy.
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
 * A message carries the time until its sender's deadline, counted from its reading. A process that was stopped reads
 * older messages as if they were fresh, and would apply a write that its sender has long had applied elsewhere. So the
 * time that a message may have waited unread is subtracted.
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
