import { arcEnd, clockwise, pointAt } from './turns';

describe('the circle', () => {
  it('has turn 0 at the top and goes clockwise', () => {
    const rounded = (turn: number) => {
      const { x, y } = pointAt(turn, 10);
      return [Math.round(x) + 0, Math.round(y) + 0];
    };
    expect([0, 0.25, 0.5, 0.75].map(rounded)).toEqual([
      [0, -10],
      [10, 0],
      [0, 10],
      [-10, 0],
    ]);
  });

  it('measures clockwise across the top', () => {
    expect(clockwise(0.9, 0.1)).toBeCloseTo(0.2);
    expect(clockwise(0.1, 0.9)).toBeCloseTo(0.8);
    expect(clockwise(0.4, 0.4)).toBe(0);
  });

  it('takes an arc from a place to itself for the whole circle', () => {
    expect(arcEnd(0.3, 0.3)).toBeCloseTo(1.3);
    expect(arcEnd(0.9, 0.1)).toBeCloseTo(1.1);
  });
});
