// Revises what a node keeps about an arc when home replicas that the arc waits for are gone for good. Pure.
import type { NodeRef } from '@chord-dht/chord';
import { isMember, type View } from './view';
import { NO_VIEW, type ViewState } from './view-state';

/** The same at all nodes that are left, but for who they are and what they own. */
export interface Loss {
  readonly self: NodeRef;
  /** The arc is this node's, as the ring says. */
  readonly isOwner: boolean;
  readonly isLost: (node: NodeRef) => boolean;
  /** 16 hexadecimal digits, drawn for this loss by this node. */
  readonly chance: string;
}

const DIGITS = 16;
const LINEAGES = 1n << BigInt(4 * DIGITS);
/** Two nodes hardly ever draw the same lineage, and a ring can have many losses. */
const STEP_BITS = 48n;

/**
 * A view that names a node that is lost gives way. Each member that is left goes on in a lineage of its own with the
 * records that it has, as the owner does where no member is left; the owner merges them as those of rings that meet.
 * Others keep nothing, so that they learn what follows. Nobody serves yet: the change that follows begins with a seal.
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
 * A greater one, so that the former lineage merges into it: a lost node that comes back with its disk after all gives
 * what it has, and does not keep the arc waiting for the others.
 */
function lineageAfter(former: string | undefined, chance: string): string {
  const step = BigInt(`0x${chance}`) >> (BigInt(4 * DIGITS) - STEP_BITS);
  const next = BigInt(`0x${former ?? 0}`) + 1n + step;
  return former === undefined || next >= LINEAGES
    ? chance
    : next.toString(16).padStart(DIGITS, '0');
}

/** Never the first of a lineage: that would give way to any ring with a history. */
function aloneAfter(view: View | null, self: NodeRef, lineage: string): View {
  return { epoch: (view?.epoch ?? 1) + 1, lineage, primary: self, members: [self] };
}
