// All invariants of a ring by name, checked together.
import { atLeastOneRing } from './at-least-one-ring';
import { atMostOneRing } from './at-most-one-ring';
import { connectedAppendages } from './connected-appendages';
import { pictureOf, type Invariant, type MemberPointers, type Violation } from './members';
import { noDuplicates } from './no-duplicates';
import { oneLiveSuccessor } from './one-live-successor';
import { orderedRing } from './ordered-ring';
import { orderedSuccessorLists } from './ordered-successor-lists';
import { sufficientPrincipals } from './sufficient-principals';

/** Ordered by what a reader needs first: the first two imply the others. */
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  OneLiveSuccessor: oneLiveSuccessor,
  SufficientPrincipals: sufficientPrincipals,
  NoDuplicates: noDuplicates,
  OrderedSuccessorLists: orderedSuccessorLists,
  AtLeastOneRing: atLeastOneRing,
  AtMostOneRing: atMostOneRing,
  OrderedRing: orderedRing,
  ConnectedAppendages: connectedAppendages,
};

export interface InvariantReport {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string | null;
  readonly nodes: readonly string[];
}

/**
 * Checks every invariant on what the live members report.
 * @param principalsMin r + 1 where the ring began with so many; 1 otherwise
 */
export function checkInvariants(
  members: readonly MemberPointers[],
  principalsMin = 1,
): InvariantReport[] {
  const picture = pictureOf(members, principalsMin);
  return Object.entries(INVARIANTS).map(([name, invariant]) => reportOf(name, invariant(picture)));
}

function reportOf(name: string, violation: Violation | undefined): InvariantReport {
  return {
    name,
    holds: !violation,
    detail: violation?.detail ?? null,
    nodes: violation?.nodes ?? [],
  };
}
