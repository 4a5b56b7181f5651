// The phase of this node's service, and the requests in service.
import { Injectable } from '@nestjs/common';
import { MemberError } from '../base/errors';

/** A request from its beginning to its end. */
export interface ServedRequest {
  isOver: boolean;
}

export type Phase = 'starting' | 'serving' | 'draining' | 'stopped';

@Injectable()
export class ServicePhase {
  /** A sentence about the condition that the start waits for, if it takes longer. */
  waitsFor: string | undefined;
  private current: Phase = 'starting';
  private inFlight = 0;
  private readonly idleWaiters = new Set<() => void>();
  private readonly drainListeners: (() => void)[] = [];

  get phase(): Phase {
    return this.current;
  }

  set phase(phase: Phase) {
    const was = this.current;
    this.current = phase;
    if (phase === 'draining' && was !== 'draining')
      for (const listener of this.drainListeners) listener();
  }

  /** Calls `listener` when the node begins to stop, to end what would not end by itself. */
  onDraining(listener: () => void): void {
    this.drainListeners.push(listener);
  }

  get requestsInFlight(): number {
    return this.inFlight;
  }

  requestBegan(): ServedRequest {
    this.inFlight += 1;
    return { isOver: false };
  }

  /** Marks a request as answered, or as one not to wait for; repeated calls have no effect. */
  requestEnded(request: ServedRequest): void {
    if (request.isOver) return;
    request.isOver = true;
    this.inFlight -= 1;
    if (this.idleWaiters.size > 0) for (const check of [...this.idleWaiters]) check();
  }

  /** @throws MemberError `NOT_READY` unless the node serves. */
  assertServing(): void {
    if (this.current === 'serving') return;
    const starting = this.waitsFor ?? 'The node is starting';
    const why = this.current === 'starting' ? starting : 'The node is stopping';
    throw new MemberError('NOT_READY', why);
  }

  /**
   * Resolves when at most `others` requests are left, or after `patienceMs`.
   * @param others the number of requests that wait for this very call
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
