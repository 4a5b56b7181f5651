// Knows what the store does when the ring changes: whom to ask again, and what a node brings along when it joins.
import type { Membership, RingEvent } from '@chord-dht/chord';
import { inBackground } from './replica/background';
import type { StoreParts } from './store-parts';

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
  const { book, chord } = context;
  if (from === 'joining' && to === 'member') {
    const everything = { fromId: chord.self.id, toId: chord.self.id };
    if (book.isBlank) inBackground(context, book.forget(chord.self));
    else book.mark(everything, () => false);
  }
  if (to === 'member') offers.doubtAll();
  caretaker.askNeighbours();
}
