// The arcs in which every change of views ends as superseded, while this node learns of no later view.
import type { Clock } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import { sameView, type View } from '../view/view';

interface Stalled {
  readonly arc: Arc;
  readonly view: View;
  readonly sinceMs: number;
  /** When a change was superseded last. */
  lastMs: number;
}

/**
 * Changes that compete supersede each other for less. After this time, the later view that a member reports is one that
 * nobody can begin: those that hold everything of the view before it are gone.
 */
const STALLED_MS = 10_000;
/** An attempt of one round after the other; longer than one whose members do not answer. */
const CONTINUOUS_MS = 30_000;

export class StalledArcs {
  private stalled: Stalled[] = [];

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  /** Notes that a change of this view was superseded. @returns true when that has been so without a break for long */
  note(arc: Arc, view: View): boolean {
    const nowMs = this.clock.nowMs();
    this.stalled = this.stalled.filter(({ lastMs }) => nowMs - lastMs < CONTINUOUS_MS);
    const known = this.stalled.find((one) => isOf(one, arc) && sameView(one.view, view));
    if (known) {
      known.lastMs = nowMs;
      return nowMs - known.sinceMs >= STALLED_MS;
    }
    this.clear(arc);
    this.stalled.push({ arc, view, sinceMs: nowMs, lastMs: nowMs });
    return false;
  }

  clear(arc: Arc): void {
    this.stalled = this.stalled.filter((one) => !isOf(one, arc));
  }
}

function isOf({ arc }: Stalled, { toId }: Arc): boolean {
  return arc.toId === toId;
}
