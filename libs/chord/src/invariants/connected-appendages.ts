import {
  bestSuccessor,
  cycles,
  type Invariant,
  type MemberPointers,
  type RingPicture,
} from './members';

/** Members outside the ring reach it by best successors (Zave, TSE 2017, section 4). */
export const connectedAppendages: Invariant = (picture) => {
  const onRing = new Set(cycles(picture).flat());
  const lost = picture.members.filter((member) => !reaches(picture, member, onRing));
  if (lost.length === 0) return undefined;
  return {
    detail: 'The successors of a member do not lead to the ring.',
    nodes: lost.map((member) => member.id),
  };
};

function reaches(
  picture: RingPicture,
  from: MemberPointers,
  ring: ReadonlySet<MemberPointers>,
): boolean {
  const seen = new Set<MemberPointers>();
  for (
    let at: MemberPointers | undefined = from;
    at && !seen.has(at);
    at = bestSuccessor(picture, at)
  ) {
    if (ring.has(at)) return true;
    seen.add(at);
  }
  return false;
}
