import fc from 'fast-check';
import { IdSpace, inRange } from '@chord-dht/chord';
import { containsArc, cutArc, splitArc } from './arcs';

const ids = Array.from({ length: 16 }, (_, number) => number.toString(16));
const anArc = fc.record({ fromId: fc.constantFrom(...ids), toId: fc.constantFrom(...ids) });

describe('arcs', () => {
  it('contain each other when their ids do', () => {
    fc.assert(
      fc.property(anArc, anArc, (outer, inner) => {
        const within = ids.every(
          (id) => !inRange(inner.fromId, id, inner.toId) || inRange(outer.fromId, id, outer.toId),
        );
        expect(containsArc(outer, inner)).toBe(within);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are cut into parts that cover them exactly once, at every border inside', () => {
    fc.assert(
      fc.property(anArc, fc.array(fc.constantFrom(...ids)), (arc, borders) => {
        const parts = cutArc(arc, borders);
        for (const id of ids) {
          const holding = parts.filter((part) => inRange(part.fromId, id, part.toId));
          expect(holding).toHaveLength(inRange(arc.fromId, id, arc.toId) ? 1 : 0);
        }
        const ends = new Set(parts.map((part) => part.toId));
        for (const id of borders) if (inRange(arc.fromId, id, arc.toId)) expect(ends).toContain(id);
      }),
    );
  });

  it('are split into parts that cover them exactly once and differ by one id at most', () => {
    const space = new IdSpace(4);
    fc.assert(
      fc.property(anArc, fc.integer({ min: 1, max: 20 }), (arc, count) => {
        const sizes = splitArc(space, arc, count).map(
          (part) => ids.filter((id) => inRange(part.fromId, id, part.toId)).length,
        );
        const all = ids.filter((id) => inRange(arc.fromId, id, arc.toId)).length;
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all);
        expect(sizes).toHaveLength(Math.min(all, count));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
