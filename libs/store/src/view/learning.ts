// The parts of another node's report about views that a node adopts. Pure.
import { comesAfter } from './view';
import type { SentState } from './view-codec';
import type { ViewState } from './view-state';

/**
 * - `take`: the view is taken over, not synced.
 * - `ended`: a later view is known that cannot be taken over yet; this node serves no more, and asks around.
 * - `merge`: it is of another lineage, and does not follow what this node has.
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
