// Knows which requests are under way and for how long they may be; one that takes longer is answered
// for its handler. One look for all of them now and then costs less than a timer and an abort signal each.
import type { FastifyReply } from 'fastify';
import { problemOf } from './problem/problem';
import { PROBLEMS } from './problem/problem-table';
import { sendProblem } from './problem/send-problem';

const LOOKS_PER_DEADLINE = 40;
const LOOK_MS_MAX = 250;

interface UnderWay {
  readonly reply: FastifyReply;
  readonly endsAtMs: number;
}

export class Deadlines {
  private readonly underWay = new Map<object, UnderWay>();
  private timer: NodeJS.Timeout | undefined;

  /** @param usualMs decides how often it looks */
  constructor(private readonly usualMs: number) {}

  began(reply: FastifyReply, limitMs: number): void {
    this.underWay.set(reply.raw, { reply, endsAtMs: performance.now() + limitMs });
    this.timer ??= setInterval(() => this.look(), this.lookMs).unref();
  }

  ended(reply: FastifyReply): void {
    this.underWay.delete(reply.raw);
  }

  private get lookMs(): number {
    return Math.max(5, Math.min(LOOK_MS_MAX, this.usualMs / LOOKS_PER_DEADLINE));
  }

  private look(): void {
    const nowMs = performance.now();
    for (const [key, { reply, endsAtMs }] of this.underWay) {
      if (endsAtMs > nowMs) continue;
      this.underWay.delete(key);
      if (reply.sent || reply.raw.headersSent) continue;
      const { title } = PROBLEMS.HANDLER_DEADLINE;
      sendProblem(reply, problemOf('HANDLER_DEADLINE', title, String(reply.request.id)));
    }
    if (this.underWay.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
