// Refuses writes, confirmations and moved records that are not of the view in force here: what keeps a former primary
// from acknowledging, and what comes late for a change of views out.
import { ChordError, type NodeRef } from '@chord-dht/chord';
import { StoreError } from '../base/errors';
import type { Position } from '../record/position';
import { isMember, type ChangeWarrant, type ViewName } from '../view/view';
import type { Warrant } from '../view/view-messages';
import { hasView, isSealed, isWithin, type ViewState } from '../view/view-state';
import type { ReplicaContext } from './replica-context';

type Book = Pick<ReplicaContext, 'book'>;
type Place = Pick<Position, 'keyId'>;

/** @throws StoreError `SEALED` when the place is beyond the change of views */
export function requireWithin(state: ViewState, under: ChangeWarrant): void {
  if (!isWithin(state, under))
    throw new StoreError('SEALED', 'Another view than that change was to bring is known here.');
}

/** @throws StoreError as `requireWithin` and `requireBringer` */
export function requireWarrant(context: Book, place: Place, under: Warrant, from: NodeRef): void {
  if ('view' in under) requireBringer(context, place, under.view, from);
  else requireWithin(context.book.at(place.keyId).state, under);
}

/**
 * Whoever holds everything obeys the primary alone; one that counts for nothing yet obeys every member
 * that brings it up to date: the primary of a view that has not begun may be gone.
 * @throws StoreError as requireView
 */
export function requireBringer(context: Book, place: Place, name: ViewName, from: NodeRef): void {
  const { state } = context.book.at(place.keyId);
  const isIdle = hasView(state, name) && !state.synced && !isSealed(state);
  if (isIdle && isMember(state.view?.members ?? [], from)) return;
  requireView(context, place, name, from);
}

/**
 * The state of the place, if the view is in force here and the sender is its primary.
 * @throws StoreError `SEALED` when a next view is being chosen or known, `OTHER_VIEW` when this node never heard of it
 */
export function requireView(
  { book }: Book,
  { keyId }: Place,
  name: ViewName,
  from: NodeRef,
): ViewState {
  const { state } = book.at(keyId);
  if (hasView(state, name) && !isSealed(state)) {
    if (state.view?.primary.id === from.id) return state;
    throw new ChordError('REFUSED', 'Only the primary of a view writes in it.');
  }
  if (isBehind(state, name))
    throw new StoreError('OTHER_VIEW', 'This node has not heard of that view.');
  throw new StoreError('SEALED', 'The view has ended.');
}

/** True for a place in which that view is news. */
export function isBehind({ view }: ViewState, name: ViewName): boolean {
  return !view || (view.lineage === name.lineage && view.epoch < name.epoch);
}
