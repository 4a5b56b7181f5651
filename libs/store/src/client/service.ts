// The keys that this node ought to answer for and cannot: a majority of their home replicas is missing.
import type { NodeRef } from '@chord-dht/chord';
import type { Authority } from '../primary/authority';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Segment } from '../view/view-map';
import { isSealed } from '../view/view-state';

/** An arc of this node that waits for home replicas to come back; nothing else mends it. */
export interface UnservedArc {
  readonly arc: Arc;
  /** Its home replicas, this node perhaps among them; none when this node has never known them. */
  readonly members: readonly NodeRef[];
}

export interface Service {
  /** This node answers for some of its keys. */
  readonly servesAny: boolean;
  readonly unserved: readonly UnservedArc[];
}

export function serviceOf(context: ReplicaContext & { readonly authority: Authority }): Service {
  const { authority, book } = context;
  const own = authority.arc;
  const parts = own ? book.within(own) : [];
  return {
    servesAny: book.all().some((segment) => isServed(context, segment)),
    unserved: parts
      .filter((part) => lacksMajority(context, part))
      .map(({ arc, state }) => ({ arc, members: state.view?.members ?? [] })),
  };
}

function isServed(context: ReplicaContext, segment: Segment): boolean {
  const { state } = segment;
  return state.serving && !isSealed(state) && !lacksMajority(context, segment);
}

/** Of a view that it shares with others, a node that is alone has no majority. */
function lacksMajority({ chord, blocked }: ReplicaContext, { arc, state }: Segment): boolean {
  const isDeserted = chord.membership === 'alone' && state.view?.members.length !== 1;
  return isDeserted || blocked.has(arc.toId);
}
