import { cycles, type Invariant } from './members';

/** Some members reach themselves by best successors (Zave, TSE 2017, section 4). */
export const atLeastOneRing: Invariant = (picture) => {
  if (picture.members.length === 0 || cycles(picture).length > 0) return undefined;
  return {
    detail: 'No chain of successors comes back to its beginning.',
    nodes: picture.members.map((member) => member.id),
  };
};
