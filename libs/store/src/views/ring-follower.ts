// Knows what the store does when the ring changes: whom to ask again, and what a node brings along when it joins.
import type { Membership, RingEvent } from '@chord-dht/chord';
import { inBackground } from '../store-context';
import type { StoreParts } from '../store-parts';
import type { View } from './view';

export function followRing(parts: StoreParts): () => void {
  return parts.context.chord.events.on((event) => onRingEvent(parts, event));
}

function onRingEvent(parts: StoreParts, event: RingEvent): void {
  switch (event.type) {
    case 'membership-changed':
      onMembership(parts, event.from, event.to);
      break;
    case 'woke-up':
      parts.offers.doubtAll();
      parts.caretaker.askNeighbours();
      parts.lookAtOnce();
      break;
    case 'predecessor-changed':
    case 'successor-changed':
      parts.caretaker.askNeighbours();
      parts.lookAtOnce();
      break;
    case 'successors-changed':
      parts.lookAtOnce();
      break;
    default:
  }
}

/**
 * A node that was alone brings its values into the ring that it joins; until they are merged it
 * serves none. With no value it brings nothing, and takes over what the ring says.
 */
function onMembership(
  { context, caretaker, offers }: StoreParts,
  from: Membership,
  to: Membership,
): void {
  const { book, chord, records } = context;
  if (from === 'joining' && to === 'member') {
    const everything = { fromId: chord.self.id, toId: chord.self.id };
    const isNew = book.all().every(({ state }) => !state.view || isFirst(state.view));
    if (isNew && records.count(everything) === 0) inBackground(context, book.forget(chord.self));
    else book.mark(everything, () => false);
  }
  if (to === 'member') offers.doubtAll();
  caretaker.askNeighbours();
}

/** True for the view that a new node begins with. A later one is known to the nodes that chose it. */
function isFirst({ epoch, members }: View): boolean {
  return epoch === 1 && members.length === 1;
}
