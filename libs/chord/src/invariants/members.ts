// The picture of a ring on which invariants are checked: the pointers of every live member.
import type { Id } from '../id/between';

/** The pointers of one live member. Ids of dead nodes may stand in them; padding too. */
export interface MemberPointers {
  readonly id: Id;
  readonly predecessor: Id | null;
  /** The successor list; empty for a ring of one. */
  readonly successors: readonly Id[];
}

/** A description of the violation, and the members concerned. */
export interface Violation {
  readonly detail: string;
  readonly nodes: readonly Id[];
}

export interface RingPicture {
  readonly members: readonly MemberPointers[];
  readonly byId: ReadonlyMap<Id, MemberPointers>;
  /** The number of principals that the ring needs: r + 1, or 1 where the ring is too small for the proof. */
  readonly principalsMin: number;
}

/** A named property of a ring; `undefined` when it holds. */
export type Invariant = (picture: RingPicture) => Violation | undefined;

export function pictureOf(members: readonly MemberPointers[], principalsMin = 1): RingPicture {
  return { members, byId: new Map(members.map((member) => [member.id, member])), principalsMin };
}

/** The first live entry of a member's list; itself in a ring of one. */
export function bestSuccessor(
  picture: RingPicture,
  member: MemberPointers,
): MemberPointers | undefined {
  if (member.successors.length === 0) return member;
  for (const id of member.successors) {
    const live = picture.byId.get(id);
    if (live) return live;
  }
  return undefined;
}

/** The members on cycles of best successors, in the order of the cycle that they are on. */
export function cycles(picture: RingPicture): MemberPointers[][] {
  const state = new Map<Id, 'walking' | 'done'>();
  const found: MemberPointers[][] = [];
  for (const start of picture.members) {
    const walk: MemberPointers[] = [];
    let at: MemberPointers | undefined = start;
    while (at && !state.has(at.id)) {
      state.set(at.id, 'walking');
      walk.push(at);
      at = bestSuccessor(picture, at);
    }
    if (at && state.get(at.id) === 'walking') found.push(walk.slice(walk.indexOf(at)));
    for (const member of walk) state.set(member.id, 'done');
  }
  return found;
}
