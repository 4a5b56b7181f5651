// A view: the nodes responsible for an arc, and the order of views.
import { sameNode, type Id, type NodeRef } from '@chord-dht/chord';

export { majorityOf } from './quorum';

/**
 * The configuration of an arc (Lamport, Malkhi, Zhou, Vertical Paxos and Primary-Backup Replication,
 * PODC 2009). The members of one view choose the next by consensus, so that there is one chain of
 * views, and within a view the primary alone decides the order of writes.
 */
export interface View {
  /** Grows by at least one from view to view. */
  readonly epoch: number;
  /** Drawn at random for the first view of a ring of one; rings that merge have different ones. */
  readonly lineage: string;
  readonly primary: NodeRef;
  /** The home replicas, the primary first. */
  readonly members: readonly NodeRef[];
  /** True when it follows views of several rings. */
  readonly isMerger?: boolean;
  /** The views that a merger follows, each without its own `follows`. */
  readonly follows?: readonly View[];
}

/** What identifies a view in messages. */
export interface ViewName {
  readonly epoch: number;
  readonly lineage: string;
}

/** Orders the proposals for the successor of a view; the node makes them unique. */
export interface Ballot {
  readonly round: number;
  readonly node: Id;
}

/** The warrant for moving records in a change of views; a receiver whose state is past it refuses. */
export interface ChangeWarrant {
  readonly bases: readonly ViewName[];
  readonly ballot: Ballot;
}

/**
 * True for the first view of a lineage, with which a new node begins. Later ones are known to the nodes that chose
 * them.
 */
export function isFirst({ epoch, members }: View): boolean {
  return epoch === 1 && members.length === 1;
}

export function isView(view: View | null, name: ViewName): view is View {
  return view !== null && view.epoch === name.epoch && view.lineage === name.lineage;
}

/**
 * True for a later view of the lineage, and for a merger that names this view, or a later one of its lineage, as one it
 * follows.
 */
export function comesAfter(view: View, { epoch, lineage }: ViewName): boolean {
  if (view.lineage === lineage) return view.epoch > epoch;
  return view.follows?.some((one) => one.lineage === lineage && one.epoch >= epoch) === true;
}

export function sameView(a: View | null, b: View | null): boolean {
  if (a === null || b === null) return a === b;
  return isView(a, b) && sameNode(a.primary, b.primary) && sameMembers(a.members, b.members);
}

export function withoutBases({ follows: _, ...view }: View): View {
  return view;
}

/** The order of members does not matter. */
export function sameMembers(a: readonly NodeRef[], b: readonly NodeRef[]): boolean {
  return a.length === b.length && a.every((node) => isMember(b, node));
}

export function isMember(members: readonly NodeRef[], node: NodeRef): boolean {
  return members.some((member) => sameNode(member, node));
}

export function compareBallots(a: Ballot, b: Ballot): number {
  if (a.round !== b.round) return a.round - b.round;
  return a.node === b.node ? 0 : a.node < b.node ? -1 : 1;
}
