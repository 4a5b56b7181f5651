import fc from 'fast-check';
import { Quorum } from './quorum';

const aSize = fc.integer({ min: 1, max: 7 });
const membersOf = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

describe('the quorums of a view', () => {
  it('of any size have a member in common, and no smaller sets need have one', () => {
    fc.assert(
      fc.property(aSize, (size) => {
        const { needed } = new Quorum(membersOf(size));
        expect(2 * needed).toBeGreaterThan(size);
        expect(2 * (needed - 1)).toBeLessThanOrEqual(size);
      }),
    );
  });

  it('are impossible exactly when as many as block stay out', () => {
    fc.assert(
      fc.property(
        aSize.chain((size) => fc.tuple(fc.constant(size), fc.subarray(membersOf(size)))),
        ([size, out]) => {
          const quorum = new Quorum(membersOf(size));
          const others = membersOf(size).filter((member) => !out.includes(member));
          expect(quorum.isBlocked(out)).toBe(!quorum.isReached(others));
        },
      ),
    );
  });

  it('count each member once, and no other node', () => {
    const quorum = new Quorum(['a', 'b', 'c']);
    expect(quorum.count(['a', 'a', 'x'])).toBe(1);
    expect(quorum.isReached(['a', 'a', 'x'])).toBe(false);
    expect(quorum.describe(['a', 'x', 'b'])).toBe('2 of 3 (2 needed)');
  });
});
