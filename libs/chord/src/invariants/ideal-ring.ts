import type { Id } from '../id/between';
import type { Invariant } from './members';

/**
 * The state that every ring reaches when joins and failures stop: all pointers right, all lists as
 * full as the ring allows (Zave, TSE 2017, section 4, Ideal).
 * @param successorsMax r
 */
export function idealRing(successorsMax: number): Invariant {
  return ({ members }) => {
    const ids = members.map((member) => member.id).sort();
    const length = Math.min(successorsMax, ids.length - 1);
    const wrong = members.filter((member) => {
      const at = ids.indexOf(member.id);
      const expected = Array.from({ length }, (_, step) => ids[(at + step + 1) % ids.length] as Id);
      const before = ids.length === 1 ? null : ids[(at + ids.length - 1) % ids.length];
      return member.predecessor !== before || expected.join() !== member.successors.join();
    });
    if (wrong.length === 0) return undefined;
    return {
      detail: 'Predecessor or successor list is not yet what the members alive make it.',
      nodes: wrong.map((member) => member.id),
    };
  };
}
