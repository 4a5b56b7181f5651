// The state of one arc at one node, and its allowed transitions. A pure state machine: inputs in, answers out.
import {
  comesAfter,
  compareBallots,
  isFirst,
  isMember,
  isView,
  sameView,
  type Ballot,
  type ChangeWarrant,
  type View,
  type ViewName,
} from './view';

export interface Proposal {
  readonly ballot: Ballot;
  readonly view: View;
}

export interface ViewState {
  /** The latest view of the arc that this node knows to be chosen; `null` when it knows none. */
  readonly view: View | null;
  /** This node holds every write that the view has acknowledged; a member that does not counts for nothing. */
  readonly synced: boolean;
  /** This node may have counted in the view, or a later one, and lost its disk since; one that has kept its disk never does so. */
  readonly forgot: boolean;
  /** The highest ballot that was promised for the successor of `view`. Not `null`: sealed, nothing is written in `view` any more. */
  readonly promised: Ballot | null;
  /** What this node has accepted as the successor of `view`. */
  readonly accepted: Proposal | null;
  /** This node is the primary and serves. Not kept over a restart. */
  readonly serving: boolean;
}

type Kept = Omit<ViewState, 'serving'>;

export const NO_VIEW: ViewState = Object.freeze({
  view: null,
  synced: false,
  forgot: true,
  promised: null,
  accepted: null,
  serving: false,
});

/** True when nothing may be written in the present view any more. */
export function isSealed(state: ViewState): boolean {
  return state.promised !== null;
}

/** Paxos, phase 1 at an acceptor. @returns the state after the promise; `undefined` when it is outbid */
export function promise(state: ViewState, ballot: Ballot): ViewState | undefined {
  if (state.promised && compareBallots(ballot, state.promised) < 0) return undefined;
  return { ...state, promised: ballot, serving: false };
}

/** Paxos, phase 2 at an acceptor. @returns the state after it; `undefined` when it is outbid */
export function accept(state: ViewState, proposal: Proposal): ViewState | undefined {
  const promised = promise(state, proposal.ballot);
  return promised && { ...promised, accepted: proposal };
}

/** A chosen view begins. @param synced whether this node holds everything that came before */
export function activate(state: ViewState, view: View, synced: boolean): ViewState {
  const forgot = state.forgot && !synced;
  if (sameView(state.view, view)) return { ...state, synced: state.synced || synced, forgot };
  return { view, synced, forgot, promised: null, accepted: null, serving: false };
}

/**
 * This node is to become a member of the view that follows `basis`, none of which is chosen yet: what it
 * has not heard of any later view when it is asked, it has not forgotten.
 */
export function enrol(state: ViewState, basis: View): ViewState {
  if (sameView(state.view, basis)) return { ...state, forgot: false };
  // What belongs to another ring has to be merged first, where it is more than hearsay.
  const isBehind = state.view === null || isNext(basis, state) || isHearsay(state);
  return isBehind ? { ...activate(state, basis, false), forgot: false } : state;
}

/**
 * True when `view` takes the place of what the state has: a later one of its lineage, or a merger that
 * follows it. Any other view of another ring is to be merged with it, for what it has may be nowhere else.
 */
export function supersedes(view: View, state: Kept): boolean {
  const present = state.view;
  if (!present || isNext(view, state)) return true;
  const isOfVersion1 = view.isMerger === true && !view.follows;
  return isOfVersion1 && isSurvivor(view.lineage, present.lineage);
}

/** The same by what the view itself says: a merger of version 1 does not say what it follows. */
export function isNext(view: View, state: Kept): boolean {
  return state.view !== null && (comesAfter(view, state.view) || isOutlived(state, view));
}

/**
 * True for a node that is in another ring and comes into `view` no more with this disk: out of what it has lead only
 * views that follow that. A first view it may still give up, as long as no successor is being chosen.
 */
export function isElsewhere(state: Kept, view: View): boolean {
  const present = state.view;
  if (!present || present.lineage === view.lineage || supersedes(view, state)) return false;
  return !isFirst(present) || isBound(state);
}

/** A successor of the view is being chosen, and this node may be a member of it or has a voice in it. */
export function isBound({ synced, forgot, promised }: Kept): boolean {
  return promised !== null || (!synced && !forgot);
}

/**
 * True for a node that was told of a view that another began with, and holds nothing of it, when that other is a
 * member of a view that was chosen: it has given up what it began with, or brought it along.
 */
function isOutlived(state: Kept, { members }: View): boolean {
  return isHearsay(state) && isMember(members, (state.view as View).primary);
}

/** True for what a node was told of the view that another began with: nobody but that one has anything of it. */
export function isHearsay(
  state: Pick<ViewState, 'view' | 'synced' | 'forgot' | 'promised'>,
): boolean {
  return (
    state.view !== null &&
    isFirst(state.view) &&
    !state.synced &&
    state.forgot &&
    state.promised === null
  );
}

/** Of two rings that merge, one lineage goes on: the one that is greater as text. */
export function isSurvivor(lineage: string, other: string): boolean {
  return lineage > other;
}

/**
 * True when records that a change of views moves may still come to a place with this state, and go from
 * it: the view is one of the bases and no higher ballot is promised, or it is none, or an earlier one.
 */
export function isWithin(state: ViewState, { bases, ballot }: ChangeWarrant): boolean {
  const { view, promised } = state;
  if (view === null) return true;
  if (bases.some((basis) => isView(view, basis)))
    return promised === null || compareBallots(promised, ballot) <= 0;
  return bases.some(({ lineage, epoch }) => view.lineage === lineage && view.epoch < epoch);
}

export function hasView(state: ViewState, name: ViewName): boolean {
  return isView(state.view, name);
}
