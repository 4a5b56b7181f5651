// Revises what a node keeps about an arc when home replicas that the arc waits for are gone for good. Pure.
import type { NodeRef } from '@chord-dht/chord';
import { isMember, type View } from './view';
import { NO_VIEW, type ViewState } from './view-state';

/** Equal at all remaining nodes but for `self` and `isOwner`. */
export interface Loss {
  readonly self: NodeRef;
  /** By the pointers of the ring, the arc is this node's. */
  readonly isOwner: boolean;
  readonly isLost: (node: NodeRef) => boolean;
  /** 16 hexadecimal digits, drawn at random by this node for this loss. */
  readonly chance: string;
}

const DIGITS = 16;
const LINEAGES = 1n << BigInt(4 * DIGITS);
/**
 * The step between lineages: wide enough that two nodes hardly ever draw the same one, and that a ring can have many
 * losses.
 */
const STEP_BITS = 48n;

/**
 * Replaces a view that names a lost node. Each remaining member goes on in a lineage of its own with the records that
 * it has, as the owner does where no member is left; the owner merges them as it merges rings that meet. Other nodes
 * keep nothing, so that they learn the view that follows. No node serves yet: the change that follows begins with a
 * seal.
 */
export function afterLoss(state: ViewState, { self, isOwner, isLost, chance }: Loss): ViewState {
  const { view } = state;
  const left = view?.members.filter((member) => !isLost(member)) ?? [];
  if (view && left.length === view.members.length) return state;
  const goesOn = left.length > 0 ? isMember(left, self) : isOwner;
  if (!goesOn) return view ? NO_VIEW : state;
  const next = lineageAfter(view?.lineage, chance);
  return { ...NO_VIEW, view: aloneAfter(view, self, next), synced: true, forgot: false };
}

/**
 * A greater lineage, so that the former one merges into it: a lost node that returns with its disk after all gives its
 * records, and the arc does not wait for the other lost ones.
 */
function lineageAfter(former: string | undefined, chance: string): string {
  const step = BigInt(`0x${chance}`) >> (BigInt(4 * DIGITS) - STEP_BITS);
  const next = BigInt(`0x${former ?? 0}`) + 1n + step;
  return former === undefined || next >= LINEAGES
    ? chance
    : next.toString(16).padStart(DIGITS, '0');
}

/** Never the first epoch of a lineage: a first view gives way to any ring with a history. */
function aloneAfter(view: View | null, self: NodeRef, lineage: string): View {
  return { epoch: (view?.epoch ?? 1) + 1, lineage, primary: self, members: [self] };
}
