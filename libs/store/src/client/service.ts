// The keys that this node ought to answer for and cannot: a majority of their home replicas is missing.
import type { NodeRef } from '@chord-dht/chord';
import type { Authority } from '../primary/authority';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Segment } from '../view/view-map';
import { isSealed } from '../view/view-state';

/** An arc of this node that is not served until home replicas return. */
export interface UnservedArc {
  readonly arc: Arc;
  /** Its home replicas, perhaps with this node among them; none when this node has never had its view. */
  readonly members: readonly NodeRef[];
}

export interface Service {
  /** True when this node answers for some of its keys. */
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

/** A node that is alone has no majority of a view that it shares with others. */
function lacksMajority({ chord, blocked }: ReplicaContext, { arc, state }: Segment): boolean {
  const isDeserted = chord.membership === 'alone' && state.view?.members.length !== 1;
  return isDeserted || blocked.has(arc.toId);
}
