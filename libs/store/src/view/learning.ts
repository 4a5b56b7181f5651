// The parts of another node's report about views that a node adopts. Pure.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import { comesAfter, isFirst, type View } from './view';
import type { SentState } from './view-codec';
import { isHearsay, type ViewState } from './view-state';

/**
 * - `take`: adopt the view, not synced.
 * - `ended`: a later view exists that cannot be adopted yet; this node stops serving, and asks other members.
 * - `merge`: the view is of another lineage, and does not follow this node's.
 */
export type Lesson = 'take' | 'ended' | 'merge' | 'nothing';

/** @param sender the node whose own state it is, if known */
export function lessonOf(mine: ViewState, theirs: SentState, sender?: NodeRef): Lesson {
  const { view } = theirs;
  if (view === null) return 'nothing';
  if (mine.view === null) return 'take';
  if (!comesAfter(view, mine.view)) {
    if (mine.view.lineage === view.lineage) return 'nothing';
    if (sender && isGivenUp(mine, view, sender)) return 'take';
    // The node whose first view it is offers that itself, if it still has it.
    return isHearsay(theirs) ? 'nothing' : 'merge';
  }
  if (theirs.synced || !mine.synced) return 'take';
  return mine.serving ? 'ended' : 'nothing';
}

/**
 * True for hearsay of the first view of the sender, which has a later view of another ring now: it never has its first
 * view there again, so no other node can go on from that.
 */
function isGivenUp(mine: ViewState, theirs: View, sender: NodeRef): boolean {
  return isHearsay(mine) && !isFirst(theirs) && sameNode((mine.view as View).primary, sender);
}
