// Handles defects, which are failures that are no CodedError: each is logged once, with its stack, and counted.
import { Injectable } from '@nestjs/common';
import type { FaultContext } from '@chord-dht/chord';
import type { Logger } from './logger';

/** The work that a defect affected: a client's request, a peer's message, or this node's own work. */
export type DefectPlace = 'request' | 'message' | 'background';

export interface DefectContext {
  readonly where: DefectPlace;
  /** The client's request, received here or by another member. */
  readonly requestId?: string | undefined;
  readonly [more: string]: unknown;
}

@Injectable()
export class Defects {
  /** The same failure may be reported twice: by its origin, and by the request that it ended. */
  private readonly seen = new WeakSet<object>();
  private readonly listeners: ((where: DefectPlace) => void)[] = [];

  constructor(private readonly log: Logger) {}

  onDefect(listener: (where: DefectPlace) => void): void {
    this.listeners.push(listener);
  }

  report(error: unknown, about: DefectContext): void {
    if (typeof error === 'object' && error !== null) {
      if (this.seen.has(error)) return;
      this.seen.add(error);
    }
    this.log.error('defect', { ...about, error });
    for (const listener of this.listeners) listener(about.where);
  }

  /** For layers that report defects with their own context. */
  readonly onFault = (error: unknown, about?: FaultContext): void => {
    if (!about) return this.report(error, { where: 'background' });
    this.report(error, { where: 'message', type: about.type, requestId: about.trace });
  };
}
