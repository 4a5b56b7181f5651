// Decides whether this node has room for one more request. A refusal at the door costs nearly nothing, while every
// admitted request slows down all others.
import type { NodeConfig } from '../../config/options';
import { HttpError } from '../problem/http-error';
import { AdaptiveLimit } from './adaptive-limit';
import type { EventLoopDelay } from './event-loop-delay';

/** What a request asks for: `keys` is the work of clients, `views` what operators and the dashboard look at. */
export type Kind = 'keys' | 'views';

/** Why a request was refused. */
export type Refusal = 'requests' | 'bytes' | 'event-loop';

export type RefusalListener = (why: Refusal) => void;

/** Stands for an admitted request until the last of its holders has let go. */
export interface Ticket {
  holders: number;
  /** How many operations it is for. */
  readonly operations: number;
  bytes: number;
}

/** Clients that take all the room leave so much of it to operators. */
const VIEWS_RESERVED = 64;
/** A node that finds everything slow still takes so many requests of clients at a time. */
const KEYS_MIN = 64;
/** The event loop of a node that has little to do is hardly ever so late. */
const BUSY_LOOP_MS = 10;
/** For a write too it is certain that nothing happened. */
const NOT_APPLIED = { outcome: 'not-applied' } as const;

export type AdmissionLimits = Pick<
  NodeConfig,
  'requestsMax' | 'requestBytesMax' | 'loopDelayMsMax'
>;

export class Admission {
  private readonly listeners: RefusalListener[] = [];
  private readonly keysMax: AdaptiveLimit;
  private inFlight = 0;
  private bytes = 0;

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly loop: Pick<EventLoopDelay, 'ms'>,
  ) {
    const { requestsMax: max } = limits;
    this.keysMax = new AdaptiveLimit({ min: Math.min(KEYS_MIN, max), max });
  }

  /** Requests that are worked on or answered now. */
  get requestsInFlight(): number {
    return this.inFlight;
  }

  /** Requests of clients that are let in at a time, at present. */
  get requestsMaxNow(): number {
    return this.keysMax.current;
  }

  onRefused(listener: RefusalListener): void {
    this.listeners.push(listener);
  }

  /**
   * @param bytes of the request's body, as far as they are known beforehand
   * @param operations that come with it; all of them are let in, or none
   * @throws HttpError `OVERLOADED`
   */
  enter(kind: Kind, bytes: number, operations = 1): Ticket {
    const why = this.whyNot(kind, bytes, operations);
    if (why !== undefined) {
      for (const listener of this.listeners) listener(why);
      throw new HttpError('OVERLOADED', this.explain(why), NOT_APPLIED);
    }
    this.inFlight += operations;
    this.bytes += bytes;
    return { holders: 1, operations, bytes };
  }

  /** Hears how long a request of kind `keys` was worked on until it was answered. */
  served(ms: number): void {
    this.keysMax.served(ms, performance.now(), this.loop.ms > BUSY_LOOP_MS);
  }

  /** Notes what an answer holds in memory until its client has taken it. */
  grow(ticket: Ticket, bytes: number): void {
    ticket.bytes += bytes;
    this.bytes += bytes;
  }

  /** One of the holders of the ticket is done with the request. */
  release(ticket: Ticket): void {
    ticket.holders -= 1;
    if (ticket.holders > 0) return;
    this.inFlight -= ticket.operations;
    this.bytes -= ticket.bytes;
  }

  private whyNot(kind: Kind, bytes: number, operations: number): Refusal | undefined {
    const { requestsMax, requestBytesMax, loopDelayMsMax } = this.limits;
    if (kind === 'views')
      return this.inFlight >= requestsMax + VIEWS_RESERVED ? 'requests' : undefined;
    // What comes together has to get through where nothing else is under way.
    if (this.inFlight > 0 && this.inFlight + operations > this.keysMax.current) {
      this.keysMax.reached();
      return 'requests';
    }
    if (this.loop.ms > loopDelayMsMax) return 'event-loop';
    // A single request has to get through, however large.
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
