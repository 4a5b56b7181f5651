// The calls of a connection that wait for their reply, and their deadlines.
import { ChordError, type ReplyEnvelope } from '@chord-dht/chord';

interface OpenCall {
  readonly number: number;
  readonly dueMs: number;
  readonly timeoutMs: number;
  readonly ends: CallEnds;
}

/** The end of a call. */
export interface CallEnds {
  answered(reply: ReplyEnvelope): void;
  failed(error: unknown): void;
  /** For a call of bytes; the bytes are valid during this function. */
  answeredBytes?(bytes: Uint8Array): void;
  /** A part of the answer to a call of bytes, with more to come; the bytes are valid during this function. */
  partBytes?(bytes: Uint8Array): void;
}

const NUMBER_MAX = 2 ** 32;
/** A power of two; there are always more slots than calls, so that the next free number is found quickly. */
const SLOTS_MIN = 64;
/** In milliseconds: a timer with a longer delay would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export class OpenCalls {
  /** Indexed by the last bits of the numbers. No `Map`: see `Bag`. */
  private slots: (OpenCall | undefined)[] = new Array<undefined>(SLOTS_MIN).fill(undefined);
  private open = 0;
  private last = 0;
  /** One timer for all calls: it is set for the earliest deadline, and its handler checks all calls. */
  private timer: NodeJS.Timeout | undefined;
  private timerDueMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly peer: string,
    /** Called for each call that was not answered in time. */
    private readonly onTimeout: () => void = () => undefined,
    /** Called for every call that ends, with whatever result. */
    private readonly onEnded: () => void = () => undefined,
  ) {}

  get size(): number {
    return this.open;
  }

  /** The number of the next call: unique among those that are waiting. */
  nextNumber(): number {
    do this.last = (this.last + 1) % NUMBER_MAX;
    while (this.slots[this.slotOf(this.last)]);
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
    this.slots[this.slotOf(number)] = { number, dueMs, timeoutMs, ends };
    this.open += 1;
    if (this.open * 2 > this.slots.length) this.grow();
    if (dueMs < this.timerDueMs) this.setTimer(dueMs, timeoutMs);
  }

  /** True while the call is waiting; a later reply is dropped. */
  has(number: number): boolean {
    return this.slots[this.slotOf(number)]?.number === number;
  }

  answer(number: number, reply: ReplyEnvelope): void {
    this.take(number)?.answered(reply);
  }

  /** Ends a call of bytes; a call of an envelope ignores it. */
  answerBytes(number: number, bytes: Uint8Array): void {
    const ends = this.take(number);
    if (ends?.answeredBytes) ends.answeredBytes(bytes);
    else ends?.answered({ ok: true, body: bytes });
  }

  /** Ignored for a call that has ended. */
  partBytes(number: number, bytes: Uint8Array): void {
    const call = this.slots[this.slotOf(number)];
    if (call?.number === number) call.ends.partBytes?.(bytes);
  }

  fail(number: number, error: unknown): void {
    this.take(number)?.failed(error);
  }

  failAll(error: ChordError): void {
    clearTimeout(this.timer);
    this.timerDueMs = Number.POSITIVE_INFINITY;
    for (const { number } of this.all()) this.fail(number, error);
  }

  private take(number: number): CallEnds | undefined {
    const slot = this.slotOf(number);
    const call = this.slots[slot];
    if (call?.number !== number) return undefined;
    this.slots[slot] = undefined;
    this.open -= 1;
    this.onEnded();
    return call.ends;
  }

  private all(): OpenCall[] {
    return this.slots.filter((call) => call !== undefined);
  }

  private slotOf(number: number): number {
    return number % this.slots.length;
  }

  private grow(): void {
    const calls = this.all();
    this.slots = new Array<undefined>(this.slots.length * 2).fill(undefined);
    for (const call of calls) this.slots[this.slotOf(call.number)] = call;
  }

  private setTimer(dueMs: number, delayMs: number): void {
    clearTimeout(this.timer);
    this.timerDueMs = dueMs;
    // After a pause of the process the replies may be in the socket already: they are read first.
    const ms = Math.min(Math.max(1, Math.ceil(delayMs)), TIMER_MS_MAX);
    this.timer = setTimeout(() => setImmediate(() => this.expire()), ms);
    this.timer.unref();
  }

  private expire(): void {
    const nowMs = performance.now();
    let earliestMs = Number.POSITIVE_INFINITY;
    const due: OpenCall[] = [];
    for (const call of this.all()) {
      if (call.dueMs <= nowMs) due.push(call);
      else earliestMs = Math.min(earliestMs, call.dueMs);
    }
    // After a pause of the process several are due at once.
    due.sort((one, other) => one.dueMs - other.dueMs);
    for (const { number, timeoutMs } of due) {
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
    if (due.length > 0) this.onTimeout();
  }
}
