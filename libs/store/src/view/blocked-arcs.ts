// The arcs for which too few home replicas answered recently, so that not every operation waits to find that out.
import { inRange, type Clock, type Id } from '@chord-dht/chord';
import { cutArc } from '../arc/arcs';
import type { Arc } from '../record/position';

interface Blocked {
  readonly arc: Arc;
  readonly untilMs: number;
}

/** No view could be begun: the caretaker tries again long before that, and says when it succeeds. */
export const NO_VIEW_MS = 5_000;
/** No operation got a majority: the next one after that finds out anew. */
export const NO_MAJORITY_MS = 500;

export class BlockedArcs {
  private blocked: Blocked[] = [];

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  note(arc: Arc, forMs: number): void {
    this.clear(arc);
    this.blocked.push({ arc, untilMs: this.clock.nowMs() + forMs });
  }

  /** An attempt has got further; what is blocked beside the arc stays so. */
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
