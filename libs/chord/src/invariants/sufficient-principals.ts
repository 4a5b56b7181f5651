import { between, type Id } from '../id/between';
import type { Invariant, RingPicture } from './members';

/**
 * A principal is a member that no adjacent pair of any member's [me, ...list] skips. There are at
 * least `principalsMin` of them (Zave, TSE 2017, section 4).
 */
export const sufficientPrincipals: Invariant = (picture) => {
  const { members, principalsMin } = picture;
  const skipped = skippedMembers(picture);
  const principals = members.length - skipped.size;
  if (principals >= Math.min(principalsMin, members.length)) return undefined;
  return {
    detail: `Only ${principals} members are skipped by no list; ${principalsMin} are needed.`,
    nodes: [...skipped],
  };
};

function skippedMembers({ members }: RingPicture): Set<Id> {
  const ids = members.map((member) => member.id).sort();
  const skipped = new Set<Id>();
  for (const member of members) {
    let previous = member.id;
    for (const next of member.successors) {
      for (const id of idsBetween(ids, previous, next)) skipped.add(id);
      previous = next;
    }
  }
  return skipped;
}

/** Walks clockwise from the first id behind `from`: a list without gaps costs one comparison per entry. */
function* idsBetween(sorted: readonly Id[], from: Id, to: Id): Generator<Id> {
  let index = firstAfter(sorted, from);
  for (let steps = 0; steps < sorted.length; steps += 1) {
    const id = sorted[index % sorted.length] as Id;
    if (!between(from, id, to)) return;
    yield id;
    index += 1;
  }
}

function firstAfter(sorted: readonly Id[], id: Id): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Id) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
