// Knows how a transport behaves on a faulty network: it wraps a real one, and loses what a test wants lost.
import {
  ChordError,
  hostOf,
  type Address,
  type Envelope,
  type EnvelopeHandler,
  type Random,
  type ReplyEnvelope,
  type Transport,
} from '@chord-dht/chord';
import { NO_FAULTS, type Faults } from './faults';

export class FaultyTransport implements Transport {
  faults: Faults = NO_FAULTS;
  /** What ends the calls that wait when the transport closes. */
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly inner: Transport,
    private readonly random: Random,
  ) {}

  async request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    const { delayMs, drop } = this.faults;
    const endMs = performance.now() + timeoutMs;
    const isLost = this.faults.block.has(to) || (drop > 0 && this.random.next() < drop);
    if (isLost || delayMs >= timeoutMs) return this.lose(to, endMs);
    if (delayMs > 0) await this.wait(delayMs);
    const reply = await this.inner.request(to, envelope, Math.max(1, endMs - performance.now()));
    // Cut meanwhile: the reply would not have come through.
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
      // Answered only when the caller has given up, so that the call does not stay open here.
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
