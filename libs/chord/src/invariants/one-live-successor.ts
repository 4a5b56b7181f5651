import { bestSuccessor, type Invariant } from './members';

/** Every member has a live entry in its successor list (Zave, TSE 2017, section 4). */
export const oneLiveSuccessor: Invariant = (picture) => {
  const cut = picture.members.filter((member) => !bestSuccessor(picture, member));
  if (cut.length === 0) return undefined;
  return {
    detail: 'No entry of the successor list is alive.',
    nodes: cut.map((member) => member.id),
  };
};
