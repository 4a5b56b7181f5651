// What a home replica says about views when it is asked whether they still stand.
import type { NodeRef } from '@chord-dht/chord';
import type { Standing, ViewCheck, Vote } from '../messages/replica-bytes';
import { hasView, isSealed } from '../view/view-state';
import type { ReplicaContext } from './replica-context';
import { isBehind } from './warrants';

/**
 * The answer to a round of confirmations. The revision grows with every change of this node's views and
 * before anything is promised or answered because of it, so that an unchanged one says that every view
 * which stood at an earlier answer of this life stands still.
 */
export function standingOf(
  { book, life }: Pick<ReplicaContext, 'book' | 'life'>,
  checks: readonly ViewCheck[],
  from: NodeRef,
): Standing {
  return {
    life: `${life}-${book.disk}`,
    revision: book.revision,
    votes: checks.map((check) => voteOn(book, check, from)),
  };
}

function voteOn(
  book: Pick<ReplicaContext['book'], 'within'>,
  { view, fromId, toId }: ViewCheck,
  from: NodeRef,
): Vote {
  const parts = book.within({ fromId, toId });
  let vote: Vote = 'counts';
  for (const { state } of parts) {
    const isInView = hasView(state, view) && state.view?.primary.id === from.id;
    if (isInView && !isSealed(state)) {
      if (!state.synced) vote = 'behind';
    } else if (isBehind(state, view)) return 'behind';
    else return 'sealed';
  }
  return vote;
}
