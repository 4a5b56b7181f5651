// The views of other rings that have to be merged into ours, while a member still reports them.
import { inRange, type Clock, type Id } from '@chord-dht/chord';
import { containsArc, cutArc } from '../arc/arcs';
import type { Arc } from '../record/position';
import { sameView, type View } from './view';

interface Foreign {
  readonly arc: Arc;
  readonly view: View;
  readonly untilMs: number;
}

/** The lifetime of an entry, renewed by each offer; the holder of such a view offers it repeatedly. */
const KEPT_MS = 20_000;

export class ForeignViews {
  private views: Foreign[] = [];
  /** The borders between parts of an arc whose states differ, as a member has reported them. */
  private divided: { readonly ids: readonly Id[]; readonly untilMs: number } | undefined;

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  /** @returns true when the view was not known there */
  note(arc: Arc, view: View): boolean {
    const known = this.current();
    const others = known.filter((one) => !(sameArc(one.arc, arc) && sameView(one.view, view)));
    this.views = [...others, { arc, view, untilMs: this.clock.nowMs() + KEPT_MS }];
    return others.length === known.length;
  }

  /** The ids at which arcs have to be cut, so that each part lies inside or outside each view. */
  borders(): Id[] {
    return [
      ...this.current().flatMap((one) => [one.arc.fromId, one.arc.toId]),
      ...this.divisions(),
    ];
  }

  /** Changes the parts between these ids separately for a while. */
  divide(ids: readonly Id[]): void {
    const all = [...new Set([...this.divisions(), ...ids])];
    this.divided = { ids: all, untilMs: this.clock.nowMs() + KEPT_MS };
  }

  private divisions(): readonly Id[] {
    const { divided } = this;
    return divided && divided.untilMs >= this.clock.nowMs() ? divided.ids : [];
  }

  /** Returns the latest view of each lineage other than that of the present view, of the views that cover the arc. */
  latestIn(arc: Arc, present: View | null): View[] {
    const latest = new Map<string, View>();
    for (const { arc: where, view } of this.current()) {
      const known = latest.get(view.lineage);
      const isLater = !known || known.epoch < view.epoch;
      if (view.lineage !== present?.lineage && containsArc(where, arc) && isLater)
        latest.set(view.lineage, view);
    }
    return [...latest.values()];
  }

  /** Drops the views of an arc; they stay for ids outside it. */
  forget(arc: Arc): void {
    this.views = this.views.flatMap((one) =>
      cutArc(one.arc, [arc.fromId, arc.toId])
        .filter((part) => !inRange(arc.fromId, part.toId, arc.toId))
        .map((part) => ({ ...one, arc: part })),
    );
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
