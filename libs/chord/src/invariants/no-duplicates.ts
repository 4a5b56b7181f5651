import type { Invariant } from './members';

/** No id stands twice in [me, ...list] (Zave, TSE 2017, section 4). */
export const noDuplicates: Invariant = ({ members }) => {
  const wrong = members.filter(
    ({ id, successors }) => new Set([id, ...successors]).size !== successors.length + 1,
  );
  if (wrong.length === 0) return undefined;
  return {
    detail: 'A successor list names a node twice, or the member itself.',
    nodes: wrong.map((member) => member.id),
  };
};
