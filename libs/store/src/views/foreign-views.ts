// Knows views of other rings that have to be merged into ours, while somebody still speaks of them.
import type { Clock, Id } from '@chord-dht/chord';
import { containsArc } from '../range/arcs';
import type { Arc } from '../range/position';
import { sameView, type View } from './view';

interface Foreign {
  readonly arc: Arc;
  readonly view: View;
  readonly untilMs: number;
}

/** Whoever holds such a view offers it again and again; one that nobody offers any more is forgotten. */
const KEPT_MS = 20_000;

export class ForeignViews {
  private views: Foreign[] = [];

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  note(arc: Arc, view: View): void {
    const others = this.views.filter((one) => !(sameArc(one.arc, arc) && sameView(one.view, view)));
    this.views = [...others, { arc, view, untilMs: this.clock.nowMs() + KEPT_MS }];
  }

  /** True when a part of such a view covers the arc. */
  concern(arc: Arc): boolean {
    return this.current().some((one) => containsArc(one.arc, arc));
  }

  /** Where arcs have to be cut, so that each part is concerned as a whole or not at all. */
  borders(): Id[] {
    return this.current().flatMap((one) => [one.arc.fromId, one.arc.toId]);
  }

  /** The latest view of each other lineage in an arc. */
  latestIn(arc: Arc, lineage: string): View[] {
    const latest = new Map<string, View>();
    for (const { arc: where, view } of this.current()) {
      const known = latest.get(view.lineage);
      const isLater = !known || known.epoch < view.epoch;
      if (view.lineage !== lineage && containsArc(where, arc) && isLater)
        latest.set(view.lineage, view);
    }
    return [...latest.values()];
  }

  forget(arc: Arc): void {
    this.views = this.views.filter((one) => !containsArc(arc, one.arc));
  }

  private current(): readonly Foreign[] {
    const nowMs = this.clock.nowMs();
    if (this.views.some((one) => one.untilMs < nowMs))
      this.views = this.views.filter((one) => one.untilMs >= nowMs);
    return this.views;
  }
}

function sameArc(a: Arc, b: Arc): boolean {
  return a.fromId === b.fromId && a.toId === b.toId;
}
