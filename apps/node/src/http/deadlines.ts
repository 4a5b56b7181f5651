// The requests in flight and their deadlines; one that takes longer is answered in place of its handler. One periodic
// check costs less than a timer and an abort signal for each.
import { Bag, type Bagged } from '@chord-dht/store';
import type { Answering } from './exchange/exchange';
import { problemOf } from './problem/problem';
import { PROBLEMS } from './problem/problem-table';
import { sendProblem } from './problem/send-problem';

const LOOKS_PER_DEADLINE = 40;
const LOOK_MS_MAX = 250;

/** A request while its handler runs. */
export interface UnderWay extends Bagged {
  readonly requestId: string;
  readonly reply: Answering;
  readonly endsAtMs: number;
}

export class Deadlines {
  private readonly underWay = new Bag<UnderWay>();
  private timer: NodeJS.Timeout | undefined;

  /** @param usualMs the usual deadline, which determines the interval of the check */
  constructor(private readonly usualMs: number) {}

  /** @param limitMs the deadline, from now */
  began(reply: Answering, requestId: string, limitMs: number): UnderWay {
    const one = { requestId, reply, endsAtMs: performance.now() + limitMs, bagPlace: -1 };
    this.underWay.add(one);
    this.timer ??= setInterval(() => this.look(), this.lookMs).unref();
    return one;
  }

  ended(one: UnderWay): void {
    this.underWay.delete(one);
  }

  private get lookMs(): number {
    return Math.max(5, Math.min(LOOK_MS_MAX, this.usualMs / LOOKS_PER_DEADLINE));
  }

  private look(): void {
    const nowMs = performance.now();
    for (const one of this.underWay.all()) {
      const { reply, requestId, endsAtMs } = one;
      if (endsAtMs > nowMs) continue;
      this.underWay.delete(one);
      if (reply.sent || reply.raw.headersSent) continue;
      const { title } = PROBLEMS.HANDLER_DEADLINE;
      sendProblem(reply, problemOf('HANDLER_DEADLINE', title, requestId));
    }
    if (this.underWay.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
