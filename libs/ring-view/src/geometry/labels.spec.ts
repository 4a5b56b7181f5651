import fc from 'fast-check';
import { placeLabels, spread, type Label } from './labels';

const OPTIONS = { markRadius: 200, labelRadius: 230, height: 30, limit: 260 };

const overlap = (a: Label, b: Label): boolean =>
  a.side === b.side && Math.abs(a.at.y - b.at.y) < OPTIONS.height - 0.2;

describe('labels', () => {
  it('never overlap and never leave the picture, wherever the nodes are', () => {
    const turns = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(turns, (places) => {
        const labels = placeLabels(
          places.map((turn) => ({ turn, priority: 0 })),
          OPTIONS,
        );
        labels.forEach((label, index) => {
          expect(Math.abs(label.at.y)).toBeLessThanOrEqual(OPTIONS.limit);
          labels.slice(index + 1).forEach((other) => expect(overlap(label, other)).toBe(false));
        });
      }),
    );
  });

  it('keep to their half of the circle', () => {
    const labels = placeLabels(
      [
        { turn: 0.2, priority: 0 },
        { turn: 0.7, priority: 0 },
      ],
      OPTIONS,
    );
    expect(labels.map(({ side }) => side)).toEqual(['right', 'left']);
    expect(labels.map(({ at }) => Math.sign(at.x))).toEqual([1, -1]);
  });

  it('of the important ones are there when there is no room for all', () => {
    const requests = Array.from({ length: 100 }, (_, index) => ({
      turn: index / 200,
      priority: index === 37 ? 3 : 0,
    }));
    const labels = placeLabels(requests, OPTIONS);
    expect(labels.length).toBeLessThan(30);
    expect(labels.map(({ index }) => index)).toContain(37);
  });

  it('keep their position when no other is near', () => {
    expect(spread([-100, 0, 100], 30, 260)).toEqual([-100, 0, 100]);
  });

  it('share the shift when two want the same position', () => {
    expect(spread([10, 10], 30, 260)).toEqual([-5, 25]);
  });
});
