// The members that can count in a view that another node has proposed: it may have begun, and have writes. Pure.
import type { NodeRef } from '@chord-dht/chord';
import type { Known } from './round';
import { quorumOf } from './seal';
import { sameView, type View } from './view';
import type { SentState } from './view-codec';
import type { SentSegment } from './view-messages';

export interface Inquiry {
  /** The report of a member that is synced in the view, or in a later one; null when there is none. */
  readonly begunAt: readonly SentSegment[] | null;
  readonly mayCount: readonly NodeRef[];
}

/**
 * Finds the members that may count in a proposed view. A member that has lost its disk may have counted in it and does
 * not count again, unless so many others have never counted that the view cannot have begun.
 * @param bases the sealed views that it follows
 */
export function whoMayCount(known: readonly Known[], bases: readonly View[], view: View): Inquiry {
  const begun = known.find(({ segments }) =>
    segments.some(({ state }) => state.synced && isReached(state.view, view)),
  );
  if (begun) return { begunAt: begun.segments, mayCount: [] };
  const isInBasis = (state: SentState): boolean =>
    state.synced && bases.some((basis) => sameView(basis, state.view));
  const remember = known
    .filter(({ segments }) => segments.every(({ state }) => !state.forgot || isInBasis(state)))
    .map(({ from }) => from);
  const isIdle = quorumOf(view).isBlocked(remember);
  return { begunAt: null, mayCount: isIdle ? view.members : remember };
}

/** True when `present` is `view`, or a later one of its lineage. */
function isReached(present: View | null, view: View): boolean {
  return present?.lineage === view.lineage && present.epoch >= view.epoch;
}
