// Wraps a transport and loses or delays messages as a test has requested.
import {
  ChordError,
  hostOf,
  type Address,
  type CodedError,
  type Envelope,
  type EnvelopeHandler,
  type FrameHandler,
  type FrameLane,
  type IncomingFrame,
  type Random,
  type ReplyEnvelope,
  type Transport,
} from '@chord-dht/chord';
import { NO_FAULTS, type Faults } from './faults';

export class FaultyTransport implements Transport {
  faults: Faults = NO_FAULTS;
  /** Callbacks that end waiting calls when the transport closes. */
  private readonly waiting = new Set<() => void>();

  readonly frames: FrameLane | undefined;

  constructor(
    private readonly inner: Transport,
    private readonly random: Random,
  ) {
    const { frames } = inner;
    this.frames = frames && {
      call: (...call) => this.callBytes(frames, ...call),
      serve: (handler) => frames.serve((frame) => this.deliver(frame, handler)),
    };
  }

  private callBytes(lane: FrameLane, ...call: Parameters<FrameLane['call']>): void {
    const [to, from, bytes, options, done] = call;
    if (this.faults === NO_FAULTS) return lane.call(...call);
    const host = hostOf(to);
    const asked = this.throughFaults(host, options.timeoutMs, (timeoutMs) => {
      return new Promise<Uint8Array>((resolve, reject) => {
        lane.call(to, from, bytes, { ...options, timeoutMs }, (error, reply) =>
          error ? reject(error) : resolve(reply),
        );
      });
    });
    asked.then(
      (reply) => done(undefined, reply),
      (error: CodedError) => done(error, new Uint8Array(0)),
    );
  }

  private deliver(frame: IncomingFrame, handler: FrameHandler): void {
    const { block, oneWay, answerDelayMs } = this.faults;
    if (!oneWay && block.has(hostOf(frame.from))) {
      // Answered only after the caller's deadline, so that the call does not stay open here.
      this.wait(frame.deadlineMs).then(
        () => frame.refuse('TIMEOUT', 'Lost on purpose.'),
        () => frame.refuse('UNREACHABLE', 'The transport is closed.'),
      );
      return;
    }
    if (answerDelayMs === 0) return handler(frame);
    const later = (answer: () => void): void =>
      void this.wait(answerDelayMs).then(answer, () =>
        frame.refuse('UNREACHABLE', 'The transport is closed.'),
      );
    handler({
      ...frame,
      reply: (bytes) => later(() => frame.reply(bytes)),
      refuse: (code, message, detail) => later(() => frame.refuse(code, message, detail)),
    });
  }

  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    return this.throughFaults(to, timeoutMs, (leftMs) => this.inner.request(to, envelope, leftMs));
  }

  private async throughFaults<Reply>(
    to: Address,
    timeoutMs: number,
    send: (leftMs: number) => Promise<Reply>,
  ): Promise<Reply> {
    const { delayMs, drop } = this.faults;
    const endMs = performance.now() + timeoutMs;
    const isLost = this.faults.block.has(to) || (drop > 0 && this.random.next() < drop);
    if (isLost || delayMs >= timeoutMs) return this.lose(to, endMs);
    if (delayMs > 0) await this.wait(delayMs);
    const reply = await send(Math.max(1, endMs - performance.now()));
    // Blocked meanwhile: the reply would not have arrived.
    return this.faults.block.has(to) ? this.lose(to, endMs) : reply;
  }

  serve(handler: EnvelopeHandler): void {
    this.inner.serve(async (envelope) => {
      const { block, oneWay, answerDelayMs } = this.faults;
      if (oneWay || !block.has(hostOf(envelope.from.address))) {
        const reply = await handler(envelope);
        if (answerDelayMs > 0) await this.wait(answerDelayMs);
        return reply;
      }
      // Answered only after the caller's deadline, so that the call does not stay open here.
      await this.wait(envelope.deadlineMs);
      return { ok: false, code: 'TIMEOUT', message: 'Lost on purpose.' };
    });
  }

  async close(): Promise<void> {
    for (const end of this.waiting) end();
    await this.inner.close();
  }

  private async lose(to: Address, endMs: number): Promise<never> {
    await this.wait(endMs - performance.now());
    throw new ChordError('TIMEOUT', `${to} did not answer: the message was lost on purpose.`);
  }

  /** @throws ChordError `UNREACHABLE` when the transport closes meanwhile */
  private wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(end);
        resolve();
      }, ms);
      const end = (): void => {
        clearTimeout(timer);
        this.waiting.delete(end);
        reject(new ChordError('UNREACHABLE', 'The transport is closed.'));
      };
      this.waiting.add(end);
    });
  }
}
