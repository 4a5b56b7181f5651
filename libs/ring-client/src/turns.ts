// The calls of a client that are in flight, and those that wait until one has ended.
import { ClientError } from '@chord-dht/client';
import type { Call } from './call';

export interface TurnLimits {
  readonly inFlightMax: number;
  readonly waitingMax: number;
}

export class Turns {
  private inFlight = 0;
  /** Calls that wait, from `waitingAt` on. */
  private waiting: (Call<unknown> | undefined)[] = [];
  private waitingAt = 0;
  private isHandingOut = false;

  constructor(private readonly limits: TurnLimits) {}

  /** Calls that are not answered yet. */
  get size(): number {
    return this.inFlight + this.waiting.length - this.waitingAt;
  }

  /** @param reject called with `OVERLOADED` when too many calls wait already */
  admit(call: Call<unknown>, reject: (error: ClientError) => void, nowMs: number): void {
    const { inFlightMax, waitingMax } = this.limits;
    if (this.inFlight < inFlightMax) {
      this.inFlight += 1;
      call.go(nowMs);
      return;
    }
    if (this.waiting.length - this.waitingAt >= waitingMax) {
      const sentence = `${waitingMax} calls wait in this client already.`;
      reject(new ClientError('OVERLOADED', sentence, { outcome: 'not-applied' }));
      return;
    }
    this.waiting.push(call);
  }

  /**
   * Frees the slot of a call that is over for the next one. A call that ends at once does not start others recursively.
   */
  ended(): void {
    this.inFlight -= 1;
    if (this.isHandingOut || this.waiting.length === 0) return;
    this.isHandingOut = true;
    while (this.inFlight < this.limits.inFlightMax) {
      const next = this.next();
      if (!next) break;
      this.inFlight += 1;
      next.go();
    }
    this.isHandingOut = false;
  }

  /** Ends all calls that wait. */
  abort(error: ClientError): void {
    const { waiting, waitingAt } = this;
    this.waiting = [];
    this.waitingAt = 0;
    for (const call of waiting.slice(waitingAt)) call?.abort(error);
  }

  private next(): Call<unknown> | undefined {
    while (this.waitingAt < this.waiting.length) {
      const next = this.waiting[this.waitingAt] as Call<unknown>;
      this.waiting[this.waitingAt] = undefined;
      this.waitingAt += 1;
      if (!next.hasEnded) return next;
    }
    this.waiting = [];
    this.waitingAt = 0;
    return undefined;
  }
}
