import { between } from '../id/between';
import { cycles, type Invariant, type MemberPointers } from './members';

/**
 * The members of the ring are in clockwise order: one turn along the successors passes all of them (Zave, TSE 2017,
 * section 4).
 */
export const orderedRing: Invariant = (picture) => {
  for (const ring of cycles(picture)) {
    const first = ring.reduce((lowest, member) => (member.id < lowest.id ? member : lowest));
    const wrong = outOfOrder(ring, first);
    if (wrong.length > 0)
      return {
        detail: 'The successors of the ring do not follow in clockwise order.',
        nodes: wrong,
      };
  }
  return undefined;
};

function outOfOrder(ring: readonly MemberPointers[], first: MemberPointers): string[] {
  const start = ring.indexOf(first);
  const inOrder = [...ring.slice(start), ...ring.slice(0, start)];
  return inOrder
    .filter((member, index) => {
      const next = inOrder[index + 1];
      return next !== undefined && !between(member.id, next.id, first.id);
    })
    .map((member) => member.id);
}
