// Knows whether this node serves, and how many requests it is serving.
import { Injectable } from '@nestjs/common';
import { HttpError } from '../http/problem/http-error';

export type Phase = 'starting' | 'serving' | 'draining' | 'stopped';

@Injectable()
export class ServicePhase {
  private current: Phase = 'starting';
  private inFlight = 0;
  private readonly idleWaiters = new Set<() => void>();

  get phase(): Phase {
    return this.current;
  }

  set phase(phase: Phase) {
    this.current = phase;
  }

  requestBegan(): void {
    this.inFlight += 1;
  }

  requestEnded(): void {
    this.inFlight -= 1;
    for (const check of [...this.idleWaiters]) check();
  }

  /** @throws HttpError `NOT_READY` unless the node serves. */
  assertServing(): void {
    if (this.current === 'serving') return;
    const why = this.current === 'starting' ? 'The node is starting' : 'The node is stopping';
    throw new HttpError('NOT_READY', why);
  }

  /**
   * Resolves when at most `others` requests are left, or after `patienceMs`.
   * @param others requests that wait for this very call
   */
  idle(others: number, patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.idleWaiters.delete(check);
        resolve();
      };
      const check = (): void => {
        if (this.inFlight <= others) done();
      };
      const timer = setTimeout(done, patienceMs);
      this.idleWaiters.add(check);
      check();
    });
  }
}
