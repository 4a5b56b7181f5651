// What a node takes over of what another says about the views of an arc. Pure.
import { sameView, type View } from './view';
import type { SentState } from './view-codec';
import { NO_VIEW, supersedes, type ViewState } from './view-state';

/**
 * - `take`: the view is taken over, not synced.
 * - `ended`: a later view is known that cannot be taken over yet; this node serves no more, and asks around.
 * - `merge`: it is of another lineage.
 */
export type Lesson = 'take' | 'ended' | 'merge' | 'nothing';

export function lessonOf(mine: ViewState, theirs: SentState): Lesson {
  const { view } = theirs;
  if (view === null) return 'nothing';
  if (mine.view === null) return 'take';
  if (mine.view.lineage !== view.lineage) return 'merge';
  if (!isNews(view, mine)) return 'nothing';
  if (theirs.synced || !mine.synced) return 'take';
  return mine.serving ? 'ended' : 'nothing';
}

/** True when `view` is news to a node whose state is `state`. */
function isNews(view: View, state: ViewState): boolean {
  return !sameView(view, state.view) && supersedes(view, { ...NO_VIEW, view: state.view });
}
