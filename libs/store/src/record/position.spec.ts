import { inRange } from '@chord-dht/chord';
import fc from 'fast-check';
import { compareClockwise, comparePositions, overlap, segmentsOf, type Position } from './position';

const id = fc.integer({ min: 0, max: 15 }).map((number) => number.toString(16));
const position: fc.Arbitrary<Position> = fc.record({
  keyId: id,
  key: fc.constantFrom('a', 'b', '\uffff', '\u{1f600}'),
});
const ids = '0123456789abcdef'.split('');

describe('segments of an arc', () => {
  it('hold exactly the positions of the arc behind a place, in clockwise order', () => {
    fc.assert(
      fc.property(
        id,
        id,
        fc.option(position),
        fc.array(position),
        (fromId, toId, start, positions) => {
          const after = start && inRange(fromId, start.keyId, toId) ? start : null;
          const isIn = (item: Position): boolean =>
            inRange(fromId, item.keyId, toId) &&
            (!after || compareClockwise(fromId, item, after) > 0);
          const found = segmentsOf({ fromId, toId }, after).flatMap(({ low, highId }) =>
            positions
              .filter((item) => {
                const isAbove =
                  !low ||
                  (low.key === undefined
                    ? item.keyId > low.keyId
                    : comparePositions(item, { keyId: low.keyId, key: low.key }) > 0);
                return isAbove && (highId === null || item.keyId <= highId);
              })
              .sort(comparePositions),
          );
          const wanted = positions.filter(isIn).sort((a, b) => compareClockwise(fromId, a, b));
          expect(found).toEqual(wanted);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('two arcs', () => {
  it('overlap when an id lies in both', () => {
    fc.assert(
      fc.property(id, id, id, id, (a, b, c, d) => {
        const common = ids.some((one) => inRange(a, one, b) && inRange(c, one, d));
        expect(overlap({ fromId: a, toId: b }, { fromId: c, toId: d })).toBe(common);
      }),
      { numRuns: 2_000 },
    );
  });
});
