import { between } from '../id/between';
import type { Invariant, MemberPointers } from './members';

/** The entries of [me, ...list] follow each other clockwise, within one turn (Zave, TSE 2017, section 4). */
export const orderedSuccessorLists: Invariant = ({ members }) => {
  const wrong = members.filter((member) => !isOrdered(member));
  if (wrong.length === 0) return undefined;
  return {
    detail: 'A successor list is not in clockwise order.',
    nodes: wrong.map((member) => member.id),
  };
};

function isOrdered({ id, successors }: MemberPointers): boolean {
  let previous = id;
  return successors.every((next) => {
    const ordered = between(previous, next, id);
    previous = next;
    return ordered;
  });
}
