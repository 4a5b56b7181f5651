// Reacts to changes of the ring: chooses the nodes to ask again, and the views and values to bring along at a join.
import type { Membership, RingEvent } from '@chord-dht/chord';
import { inBackground } from './replica/background';
import type { StoreParts } from './store-parts';

/** The state that a node has given up for the ring that it is joining. */
interface Joining {
  hasGivenUp: boolean;
}

export function followRing(parts: StoreParts): () => void {
  const joining: Joining = { hasGivenUp: false };
  return parts.context.chord.events.on((event) => onRingEvent(parts, event, joining));
}

function onRingEvent(parts: StoreParts, event: RingEvent, joining: Joining): void {
  switch (event.type) {
    case 'membership-changed':
      onMembership(parts, event, joining);
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
 * A node that was alone brings its values into the ring that it joins; until they are merged it serves none. Without
 * values it adopts the views of the ring; unless another node, which has none either, may have joined it before: of two
 * that join each other, each would give up its view for that of the other.
 */
function onMembership(
  { context, caretaker, offers }: StoreParts,
  { from, to }: { readonly from: Membership; readonly to: Membership },
  joining: Joining,
): void {
  const { book, chord } = context;
  if (from === 'joining' && to === 'member') {
    const everything = { fromId: chord.self.id, toId: chord.self.id };
    joining.hasGivenUp = book.isBlank && !chord.wasAskedAlone;
    if (joining.hasGivenUp) inBackground(context, book.forget(chord.self));
    else book.mark(everything, () => false);
  }
  const isAloneAgain = to === 'joining' || (to === 'alone' && book.hasNothing);
  if (from === 'member' && isAloneAgain && joining.hasGivenUp) {
    // The ring has not accepted this node after all, or was gone before it sent anything.
    joining.hasGivenUp = false;
    inBackground(context, book.takeBack(chord.self));
  }
  if (to === 'member') offers.doubtAll();
  caretaker.askNeighbours();
}
