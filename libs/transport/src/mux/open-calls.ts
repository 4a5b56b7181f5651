// Knows which calls of a connection wait for their reply, and until when.
import { ChordError, type ReplyEnvelope } from '@chord-dht/chord';

interface OpenCall {
  readonly dueMs: number;
  readonly timeoutMs: number;
  readonly ends: CallEnds;
}

/** What a call does when it ends. */
export interface CallEnds {
  answered(reply: ReplyEnvelope): void;
  failed(error: unknown): void;
  /** Of a call of bytes; the bytes are valid during the call. */
  answeredBytes?(bytes: Uint8Array): void;
}

const NUMBER_MAX = 2 ** 32;
/** Longer delays would make a timer fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export class OpenCalls {
  private readonly calls = new Map<number, OpenCall>();
  private last = 0;
  /** One timer for all calls: it is set for the earliest deadline and looks through them when it fires. */
  private timer: NodeJS.Timeout | undefined;
  private timerDueMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly peer: string,
    /** Hears of calls that were not answered in time. */
    private readonly onTimeout: () => void = () => undefined,
    /** Hears of every call that ends, whatever way. */
    private readonly onEnded: () => void = () => undefined,
  ) {}

  get size(): number {
    return this.calls.size;
  }

  /** The number of the next call: unique among those that wait. */
  nextNumber(): number {
    do this.last = (this.last + 1) % NUMBER_MAX;
    while (this.calls.has(this.last));
    return this.last;
  }

  wait(number: number, timeoutMs: number): Promise<ReplyEnvelope> {
    return new Promise((answered, failed) => {
      this.add(number, timeoutMs, { answered, failed });
    });
  }

  /** The same without a promise. */
  add(number: number, timeoutMs: number, ends: CallEnds): void {
    const dueMs = performance.now() + timeoutMs;
    this.calls.set(number, { dueMs, timeoutMs, ends });
    if (dueMs < this.timerDueMs) this.setTimer(dueMs, timeoutMs);
  }

  /** True when the call still waits; a reply that comes too late has nobody to read it. */
  has(number: number): boolean {
    return this.calls.has(number);
  }

  answer(number: number, reply: ReplyEnvelope): void {
    this.take(number)?.answered(reply);
  }

  /** Answers a call of bytes; one of an envelope has no such answer. */
  answerBytes(number: number, bytes: Uint8Array): void {
    const ends = this.take(number);
    if (ends?.answeredBytes) ends.answeredBytes(bytes);
    else ends?.answered({ ok: true, body: bytes });
  }

  fail(number: number, error: unknown): void {
    this.take(number)?.failed(error);
  }

  failAll(error: ChordError): void {
    clearTimeout(this.timer);
    this.timerDueMs = Number.POSITIVE_INFINITY;
    for (const number of [...this.calls.keys()]) this.fail(number, error);
  }

  private take(number: number): CallEnds | undefined {
    const call = this.calls.get(number);
    if (!call) return undefined;
    this.calls.delete(number);
    this.onEnded();
    return call.ends;
  }

  private setTimer(dueMs: number, delayMs: number): void {
    clearTimeout(this.timer);
    this.timerDueMs = dueMs;
    // After a pause of the process the replies may lie in the socket already: they are read first.
    const ms = Math.min(Math.max(1, Math.ceil(delayMs)), TIMER_MS_MAX);
    this.timer = setTimeout(() => setImmediate(() => this.expire()), ms);
    this.timer.unref();
  }

  private expire(): void {
    const nowMs = performance.now();
    let earliestMs = Number.POSITIVE_INFINITY;
    let expired = false;
    for (const [number, { dueMs, timeoutMs }] of this.calls) {
      if (dueMs > nowMs) {
        earliestMs = Math.min(earliestMs, dueMs);
        continue;
      }
      expired = true;
      this.fail(
        number,
        new ChordError(
          'TIMEOUT',
          `${this.peer} did not answer within ${Math.round(timeoutMs)} ms.`,
        ),
      );
    }
    this.timerDueMs = Number.POSITIVE_INFINITY;
    if (earliestMs < Number.POSITIVE_INFINITY) this.setTimer(earliestMs, earliestMs - nowMs);
    if (expired) this.onTimeout();
  }
}
