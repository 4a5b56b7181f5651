// A home replica's answer to the question whether views still stand.
import type { Id, NodeRef } from '@chord-dht/chord';
import type { Stand, Standing, ViewCheck, Vote } from '../messages/replica-bytes';
import { hasView, isSealed } from '../view/view-state';
import type { ReplicaContext } from './replica-context';
import { isBehind } from './warrants';

/**
 * The answer to a round of confirmations. The revision grows with every change of this node's views and
 * before anything is promised or answered because of it, so that an unchanged one says that every view
 * which stood at an earlier answer of this incarnation stands still.
 */
export function standingOf(
  { book, incarnation }: Pick<ReplicaContext, 'book' | 'incarnation'>,
  checks: readonly ViewCheck[],
  from: NodeRef,
): Standing {
  return {
    incarnation: incarnationOf(incarnation, book.disk),
    revision: book.revision,
    votes: checks.map((check) => voteOn(book, check, from)),
  };
}

/**
 * What a home replica tells the primary of a key when it asks for a reading. To a primary that knows which of its
 * views stand at that revision it is worth a confirmation: it is said after the reading has begun. `null` of a node
 * that knows another primary of the key, or none.
 */
export function ownStand(
  { book, incarnation }: Pick<ReplicaContext, 'book' | 'incarnation'>,
  keyId: Id,
  primary: NodeRef,
): Stand | null {
  if (book.at(keyId).state.view?.primary.id !== primary.id) return null;
  return { incarnation: incarnationOf(incarnation, book.disk), revision: book.revision };
}

const incarnationOf = (incarnation: string, disk: string): string => `${incarnation}-${disk}`;

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
