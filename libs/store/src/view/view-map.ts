// The view states of the whole ring, arc by arc, as one node keeps them.
import type { Id } from '@chord-dht/chord';
import { inRange } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import { NO_VIEW, type ViewState } from './view-state';

export interface Segment {
  readonly arc: Arc;
  readonly state: ViewState;
}

/**
 * The circle cut into arcs, each with one state. An arc is split when a part of it changes, and neighbours that have
 * become equal are joined.
 */
export class ViewMap {
  /** Ascending by `toId`; each arc begins where the one before ends, the first where the last one ends. */
  private ends: { toId: Id; state: ViewState }[];
  /** The same as segments; the objects stay the same until a change. */
  private segments: readonly Segment[] | undefined;

  constructor(segments: readonly { toId: Id; state: ViewState }[] = []) {
    this.ends = [...segments].sort((a, b) => (a.toId < b.toId ? -1 : 1));
  }

  /** The state at one id, with the arc that shares it; the whole ring while it has not been split. */
  at(id: Id): Segment {
    if (this.ends.length === 0) return { arc: { fromId: id, toId: id }, state: NO_VIEW };
    return this.all()[this.indexAt(id)] as Segment;
  }

  /** The parts of an arc with their states, clockwise, cut to the arc. */
  within(arc: Arc): Segment[] {
    if (this.ends.length === 0) return [{ arc, state: NO_VIEW }];
    const found: Segment[] = [];
    let fromId = arc.fromId;
    let index = this.indexAfter(fromId);
    for (let turns = 0; turns <= this.ends.length; turns += 1) {
      const { toId, state } = this.ends[index % this.ends.length] as { toId: Id; state: ViewState };
      const isLast = toId === arc.toId || !between3(fromId, toId, arc.toId);
      found.push({ arc: { fromId, toId: isLast ? arc.toId : toId }, state });
      if (isLast) return found;
      fromId = toId;
      index += 1;
    }
    return found;
  }

  all(): readonly Segment[] {
    this.segments ??= this.ends.map((_, index) => this.segment(index));
    return this.segments;
  }

  /** Changes the states of all parts of an arc. */
  update(arc: Arc, change: (state: ViewState, part: Arc) => ViewState): void {
    const parts = this.within(arc).map((part) => ({
      toId: part.arc.toId,
      state: change(part.state, part.arc),
    }));
    const outside = this.ends.filter(({ toId }) => !inRange(arc.fromId, toId, arc.toId));
    const border =
      arc.fromId === arc.toId ? [] : [{ toId: arc.fromId, state: this.at(arc.fromId).state }];
    const kept = outside.some(({ toId }) => toId === arc.fromId)
      ? outside
      : [...outside, ...border];
    this.ends = joined([...kept, ...parts].sort((a, b) => (a.toId < b.toId ? -1 : 1)));
    this.segments = undefined;
  }

  /** The stored form, which the constructor takes. */
  entries(): { toId: Id; state: ViewState }[] {
    return [...this.ends];
  }

  private segment(index: number): Segment {
    const { toId, state } = this.ends[index] as { toId: Id; state: ViewState };
    const before = this.ends[(index + this.ends.length - 1) % this.ends.length] as { toId: Id };
    return { arc: { fromId: before.toId, toId }, state };
  }

  /** The index of the first end at or behind an id. */
  private indexAt(id: Id): number {
    return this.firstIndex((toId) => toId >= id);
  }

  /** The index of the first end strictly behind an id. */
  private indexAfter(id: Id): number {
    return this.firstIndex((toId) => toId > id);
  }

  /**
   * @param isThere false up to some index and true from there on
   * @returns that index; 0 when it is true nowhere
   */
  private firstIndex(isThere: (toId: Id) => boolean): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isThere((this.ends[middle] as { toId: Id }).toId)) high = middle;
      else low = middle + 1;
    }
    return low === this.ends.length ? 0 : low;
  }
}

/** True when walking clockwise from `from`, `x` comes before `to`; for `from === to` any `x` but `to` does. */
function between3(from: Id, x: Id, to: Id): boolean {
  return x !== to && inRange(from, x, to);
}

/** Joins neighbouring arcs of one state. */
function joined(ends: { toId: Id; state: ViewState }[]): { toId: Id; state: ViewState }[] {
  if (ends.length <= 1) return ends;
  const kept = ends.filter((end, index) => {
    const next = ends[(index + 1) % ends.length] as { state: ViewState };
    return !sameState(end.state, next.state);
  });
  return kept.length === 0 ? [ends[ends.length - 1] as { toId: Id; state: ViewState }] : kept;
}

function sameState(a: ViewState, b: ViewState): boolean {
  if (a === b) return true;
  // A cheap comparison first: most neighbours differ there, or they would be one arc.
  const mayBeSame =
    a.synced === b.synced &&
    a.serving === b.serving &&
    a.forgot === b.forgot &&
    a.view?.epoch === b.view?.epoch &&
    a.view?.lineage === b.view?.lineage;
  return mayBeSame && JSON.stringify(a) === JSON.stringify(b);
}
