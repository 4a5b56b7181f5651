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
  /** The latest chosen view of the arc at this node; `null` without one. */
  readonly view: View | null;
  /** This node holds every write that the view has acknowledged; a member without that does not count. */
  readonly synced: boolean;
  /**
   * This node may have counted in the view, or a later one, and lost its disk since; never set while it keeps its disk.
   */
  readonly forgot: boolean;
  /**
   * The highest ballot that was promised for the successor of `view`. Not `null`: the view is sealed here, and nothing
   * is written in it any more.
   */
  readonly promised: Ballot | null;
  /** The proposal that this node has accepted as the successor of `view`. */
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

/**
 * A chosen view begins.
 * @param synced whether this node holds everything that came before
 */
export function activate(state: ViewState, view: View, synced: boolean): ViewState {
  const forgot = state.forgot && !synced && !hasChosen(state, view);
  if (sameView(state.view, view)) return { ...state, synced: state.synced || synced, forgot };
  return { view, synced, forgot, promised: null, accepted: null, serving: false };
}

/**
 * True for a view that was chosen with the vote of this disk, as it follows the first view that the disk has begun: the
 * node cannot have counted in it on an earlier disk.
 */
function hasChosen({ view: present, synced }: ViewState, view: View): boolean {
  return synced && present !== null && comesAfter(view, present);
}

/**
 * This node is to become a member of the view that follows `basis`, which is not chosen yet. So no later view can have
 * been forgotten: `forgot` is cleared.
 */
export function enrol(state: ViewState, basis: View): ViewState {
  if (sameView(state.view, basis)) return { ...state, forgot: false };
  // A view of another ring has to be merged first, unless it is hearsay.
  const isBehind = state.view === null || isNext(basis, state) || isHearsay(state);
  return isBehind ? { ...activate(state, basis, false), forgot: false } : state;
}

/**
 * True when `view` replaces that of the state: a later one of its lineage, or a merger that follows it. Any other view
 * of another ring has to be merged, for its records may be nowhere else.
 */
export function supersedes(view: View, state: Kept): boolean {
  const present = state.view;
  if (!present || isNext(view, state)) return true;
  const isOfVersion1 = view.isMerger === true && !view.follows;
  return isOfVersion1 && isSurvivor(view.lineage, present.lineage);
}

/** The same by the contents of the view alone: a merger of version 1 does not name what it follows. */
export function isNext(view: View, state: Kept): boolean {
  return state.view !== null && (comesAfter(view, state.view) || isOutlived(state, view));
}

/**
 * True for a node that is in another ring and can no longer enter `view` with this disk: only views that follow its own
 * can replace that. A first view it may still give up, as long as no successor is being chosen.
 */
export function isElsewhere(state: Kept, view: View): boolean {
  const present = state.view;
  if (!present || present.lineage === view.lineage || supersedes(view, state)) return false;
  return !isFirst(present) || isBound(state);
}

/** True while a successor of the view is being chosen in which this node may be a member or has a vote. */
export function isBound({ synced, forgot, promised }: Kept): boolean {
  return promised !== null || (!synced && !forgot);
}

/**
 * True for hearsay of a view whose first member is a member of the chosen `view`: it has given its own first view up,
 * or merged it.
 */
function isOutlived(state: Kept, { members }: View): boolean {
  return isHearsay(state) && isMember(members, (state.view as View).primary);
}

/** True for hearsay: a first view of another node, of which this node has nothing. */
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

/** Of two rings that merge, the lineage that is greater as text goes on. */
export function isSurvivor(lineage: string, other: string): boolean {
  return lineage > other;
}

/**
 * True when a change of views may still move records to and from a place with this state: the view is one of the bases
 * and no higher ballot is promised, or there is none, or an earlier one.
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
