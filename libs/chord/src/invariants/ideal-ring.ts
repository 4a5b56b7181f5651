import type { Id } from '../id/between';
import type { Invariant, MemberPointers } from './members';

/**
 * The state that every ring reaches when joins and failures stop: all pointers right, all lists as full as the ring
 * allows (Zave, TSE 2017, section 4, Ideal).
 * @param successorsMax r
 * @param mayBeLonger for members whose lists grow until they name enough hosts
 */
export function idealRing(successorsMax: number, mayBeLonger = false): Invariant {
  return ({ members }) => {
    const clockwise = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
    const count = clockwise.length;
    const idAt = (place: number): Id => (clockwise[place % count] as MemberPointers).id;
    const length = Math.min(successorsMax, count - 1);
    const isIdeal = ({ predecessor, successors }: MemberPointers, place: number): boolean =>
      predecessor === (count === 1 ? null : idAt(place + count - 1)) &&
      (mayBeLonger ? successors.length >= length : successors.length === length) &&
      successors.length < count &&
      successors.every((id, step) => id === idAt(place + step + 1));
    const wrong = clockwise.filter((member, place) => !isIdeal(member, place));
    if (wrong.length === 0) return undefined;
    return {
      detail: 'Predecessor or successor list does not match the live members yet.',
      nodes: wrong.map((member) => member.id),
    };
  };
}
