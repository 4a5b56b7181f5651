// Knows which requests are under way and for how long they may be; one that takes longer is answered
// for its handler. One look for all of them now and then costs less than a timer and an abort signal each.
import { Bag, type Bagged } from '@chord-dht/store';
import type { FastifyReply } from 'fastify';
import { problemOf } from './problem/problem';
import { PROBLEMS } from './problem/problem-table';
import { sendProblem } from './problem/send-problem';

const LOOKS_PER_DEADLINE = 40;
const LOOK_MS_MAX = 250;

interface UnderWay extends Bagged {
  readonly reply: FastifyReply;
  readonly endsAtMs: number;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Only while its request is under way. */
    underWay: UnderWay | undefined;
  }
}

export class Deadlines {
  private readonly underWay = new Bag<UnderWay>();
  private timer: NodeJS.Timeout | undefined;

  /** @param usualMs decides how often it looks */
  constructor(private readonly usualMs: number) {}

  began(reply: FastifyReply, limitMs: number): void {
    reply.underWay = { reply, endsAtMs: performance.now() + limitMs, bagPlace: -1 };
    this.underWay.add(reply.underWay);
    this.timer ??= setInterval(() => this.look(), this.lookMs).unref();
  }

  ended(reply: FastifyReply): void {
    if (reply.underWay) this.underWay.delete(reply.underWay);
  }

  private get lookMs(): number {
    return Math.max(5, Math.min(LOOK_MS_MAX, this.usualMs / LOOKS_PER_DEADLINE));
  }

  private look(): void {
    const nowMs = performance.now();
    for (const one of this.underWay.all()) {
      const { reply, endsAtMs } = one;
      if (endsAtMs > nowMs) continue;
      this.underWay.delete(one);
      if (reply.sent || reply.raw.headersSent) continue;
      const { title } = PROBLEMS.HANDLER_DEADLINE;
      sendProblem(reply, problemOf('HANDLER_DEADLINE', title, String(reply.request.id)));
    }
    if (this.underWay.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
