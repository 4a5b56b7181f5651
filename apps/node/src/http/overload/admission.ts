// Decides whether this node has room for one more request. A refusal at once costs nearly nothing, while every admitted
// request slows down all others.
import type { NodeConfig } from '../../config/options';
import { HttpError } from '../problem/http-error';
import { AdaptiveLimit } from './adaptive-limit';
import type { EventLoopDelay } from './event-loop-delay';

/** The kind of a request: `keys` is the work of clients, `views` are the queries of operators and the dashboard. */
export type Kind = 'keys' | 'views';

/** The reason of a refusal. */
export type Refusal = 'requests' | 'bytes' | 'event-loop';

export type RefusalListener = (why: Refusal) => void;

/** An admitted request, until the last of its holders has released it. */
export interface Ticket {
  holders: number;
  /** The number of its operations. */
  readonly operations: number;
  bytes: number;
  /** What its body adds to the work of its operations, while that is worked on. */
  more: number;
}

/** The number of requests that is reserved for operators. */
const VIEWS_RESERVED = 64;
/** The least number of client requests at a time, even at a node that finds everything slow. */
const KEYS_MIN = 64;
/** The bytes of a body that are as much work as an operation of a small value. */
const OPERATION_BYTES = 128 * 1024;
/** A later event loop means that the node is busy. */
const BUSY_LOOP_MS = 10;
/** A refused write certainly had no effect. */
const NOT_APPLIED = { outcome: 'not-applied' } as const;

export type AdmissionLimits = Pick<
  NodeConfig,
  'requestsMax' | 'requestBytesMax' | 'loopDelayMsMax'
>;

export class Admission {
  private readonly listeners: RefusalListener[] = [];
  private readonly keysMax: AdaptiveLimit;
  private inFlight = 0;
  /** What the bodies add that are worked on. */
  private more = 0;
  private bytes = 0;

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly loop: Pick<EventLoopDelay, 'ms'>,
  ) {
    const { requestsMax: max } = limits;
    this.keysMax = new AdaptiveLimit({ min: Math.min(KEYS_MIN, max), max });
  }

  /** The number of requests that are being worked on or answered. */
  get requestsInFlight(): number {
    return this.inFlight;
  }

  /** The present limit of client requests at a time. */
  get requestsMaxNow(): number {
    return this.keysMax.current;
  }

  onRefused(listener: RefusalListener): void {
    this.listeners.push(listener);
  }

  /**
   * @param bytes of the request's body, if known beforehand
   * @param operations in the request; all of them are admitted, or none
   * @throws HttpError `OVERLOADED`
   */
  enter(kind: Kind, bytes: number, operations = 1): Ticket {
    const why = this.whyNot(kind, bytes, operations);
    if (why !== undefined) throw this.refusal(why);
    this.inFlight += operations;
    this.bytes += bytes;
    return { holders: 1, operations, bytes, more: 0 };
  }

  /**
   * Called when the body of a request of kind `keys` is there, before it is worked on. A large value is copied, sent
   * and flushed like several small ones: all of too many at a time would run out of their time, and keep small ones
   * waiting. A client that is slow to send, or to read, takes nothing of it.
   * @throws HttpError `OVERLOADED`
   */
  begin(ticket: Ticket): void {
    const more = Math.ceil(ticket.bytes / OPERATION_BYTES) - ticket.operations;
    if (more <= 0) return;
    // A single one is worked on, however large.
    if (this.more > 0 && this.inFlight + this.more + more > this.keysMax.current) {
      this.keysMax.reached();
      throw this.refusal('bytes');
    }
    ticket.more = more;
    this.more += more;
  }

  /** Called when a request that has begun is done, before its answer is read. */
  end(ticket: Ticket): void {
    this.more -= ticket.more;
    ticket.more = 0;
  }

  /** Records the time in which a request of kind `keys` was worked on. */
  served(ms: number): void {
    this.keysMax.served(ms, performance.now(), this.loop.ms > BUSY_LOOP_MS);
  }

  /** Adds the bytes of an answer, which are in memory until its client has read it. */
  grow(ticket: Ticket, bytes: number): void {
    ticket.bytes += bytes;
    this.bytes += bytes;
  }

  /** Called by each holder of the ticket that is done with the request. */
  release(ticket: Ticket): void {
    ticket.holders -= 1;
    if (ticket.holders > 0) return;
    this.end(ticket);
    this.inFlight -= ticket.operations;
    this.bytes -= ticket.bytes;
  }

  private refusal(why: Refusal): HttpError {
    for (const listener of this.listeners) listener(why);
    return new HttpError('OVERLOADED', this.explain(why), NOT_APPLIED);
  }

  private whyNot(kind: Kind, bytes: number, operations: number): Refusal | undefined {
    const { requestsMax, requestBytesMax, loopDelayMsMax } = this.limits;
    if (kind === 'views')
      return this.inFlight >= requestsMax + VIEWS_RESERVED ? 'requests' : undefined;
    // A request of many operations is admitted when nothing else is in progress.
    if (this.inFlight > 0 && this.inFlight + operations > this.keysMax.current) {
      this.keysMax.reached();
      return 'requests';
    }
    if (this.loop.ms > loopDelayMsMax) return 'event-loop';
    // A single request is admitted, however large.
    return this.bytes > 0 && this.bytes + bytes > requestBytesMax ? 'bytes' : undefined;
  }

  private explain(why: Refusal): string {
    switch (why) {
      case 'requests':
        return `${this.inFlight} requests are under way here; send fewer at a time, or ask another member`;
      case 'bytes':
        return `Requests under way hold ${this.bytes} bytes here; send fewer large values at a time, or ask another member`;
      case 'event-loop':
        return `This node is ${Math.round(this.loop.ms)} ms behind with its work; wait, or ask another member`;
    }
  }
}
