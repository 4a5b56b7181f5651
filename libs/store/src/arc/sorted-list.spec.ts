import fc from 'fast-check';
import { SortedList } from './sorted-list';

describe('a sorted list in pieces', () => {
  it('is what a sorted array of the same items would be', () => {
    const step = fc.record({ removes: fc.boolean(), item: fc.nat(3_000) });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 0, maxLength: 4_000, size: 'max' }),
        fc.nat(3_000),
        (steps, low) => {
          const list = new SortedList<number>((a, b) => a - b);
          const expected = new Set<number>();
          for (const { removes, item } of steps) {
            // Few removals, so that pieces fill and are split.
            if (removes && item % 4 === 0) {
              list.remove(item);
              expected.delete(item);
            } else {
              list.add(item);
              expected.add(item);
            }
          }
          const sorted = [...expected].sort((a, b) => a - b);
          expect([...list.from(() => false)]).toEqual(sorted);
          expect([...list.from((item) => item < low)]).toEqual(
            sorted.filter((item) => item >= low),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});
