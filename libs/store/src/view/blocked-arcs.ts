// The arcs for which too few home replicas answered recently, so that not every operation waits to find that out.
import { inRange, type Clock, type Id } from '@chord-dht/chord';
import { cutArc } from '../arc/arcs';
import type { Arc } from '../record/position';

interface Blocked {
  readonly arc: Arc;
  readonly untilMs: number;
}

/** Duration when no view could be begun; the caretaker retries much sooner, and clears the entry when it succeeds. */
export const NO_VIEW_MS = 5_000;
/** Duration when an operation got no majority; the next operation after that tries again. */
export const NO_MAJORITY_MS = 500;

export class BlockedArcs {
  private blocked: Blocked[] = [];

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  note(arc: Arc, forMs: number): void {
    this.clear(arc);
    this.blocked.push({ arc, untilMs: this.clock.nowMs() + forMs });
  }

  /** Unblocks an arc after an attempt made progress; blocked ids outside the arc stay blocked. */
  clear(arc: Arc): void {
    const nowMs = this.clock.nowMs();
    this.blocked = this.blocked
      .filter((one) => one.untilMs > nowMs)
      .flatMap((one) =>
        cutArc(one.arc, [arc.fromId, arc.toId])
          .filter((part) => !inRange(arc.fromId, part.toId, arc.toId))
          .map((part) => ({ ...one, arc: part })),
      );
  }

  has(id: Id): boolean {
    if (this.blocked.length === 0) return false;
    const nowMs = this.clock.nowMs();
    return this.blocked.some(
      ({ arc, untilMs }) => untilMs > nowMs && inRange(arc.fromId, id, arc.toId),
    );
  }
}
