// The parts of another node's report about views that a node adopts. Pure.
import { comesAfter } from './view';
import type { SentState } from './view-codec';
import type { ViewState } from './view-state';

/**
 * - `take`: adopt the view, not synced.
 * - `ended`: a later view exists that cannot be adopted yet; this node stops serving, and asks other members.
 * - `merge`: the view is of another lineage, and does not follow this node's.
 */
export type Lesson = 'take' | 'ended' | 'merge' | 'nothing';

export function lessonOf(mine: ViewState, theirs: SentState): Lesson {
  const { view } = theirs;
  if (view === null) return 'nothing';
  if (mine.view === null) return 'take';
  if (!comesAfter(view, mine.view)) return mine.view.lineage === view.lineage ? 'nothing' : 'merge';
  if (theirs.synced || !mine.synced) return 'take';
  return mine.serving ? 'ended' : 'nothing';
}
