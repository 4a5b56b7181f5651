import { along, chordBetween, curvePath, freePlace } from './curves';
import { pointAt } from './turns';

const RADIUS = 200;
const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
  Math.hypot(a.x - b.x, a.y - b.y);

describe('a chord', () => {
  it('begins and ends short of the marks', () => {
    const curve = chordBetween(0.1, 0.6, RADIUS, 15);
    expect(distance(curve.from, pointAt(0.1, RADIUS))).toBeCloseTo(15);
    expect(distance(curve.to, pointAt(0.6, RADIUS))).toBeCloseTo(15);
  });

  it('stays inside the circle', () => {
    for (const to of [0.05, 0.2, 0.5, 0.8, 0.95]) {
      const curve = chordBetween(0, to, RADIUS, 10);
      for (const part of [0.25, 0.5, 0.75]) {
        expect(Math.hypot(along(curve, part).x, along(curve, part).y)).toBeLessThan(RADIUS);
      }
    }
  });

  it('between neighbours stays near the band', () => {
    const middle = along(chordBetween(0, 0.03, RADIUS), 0.5);
    expect(Math.hypot(middle.x, middle.y)).toBeGreaterThan(RADIUS * 0.85);
  });

  it('there and back are two curves', () => {
    const there = along(chordBetween(0.1, 0.6, RADIUS), 0.5);
    const back = along(chordBetween(0.6, 0.1, RADIUS), 0.5);
    expect(distance(there, back)).toBeGreaterThan(10);
  });

  it('has lanes, so that a second try does not hide the first', () => {
    const first = along(chordBetween(0.1, 0.4, RADIUS, 0, 0), 0.5);
    const second = along(chordBetween(0.1, 0.4, RADIUS, 0, 0.14), 0.5);
    expect(distance(first, second)).toBeGreaterThan(10);
  });

  it('is written as one quadratic curve', () => {
    expect(curvePath(chordBetween(0, 0.5, 100))).toMatch(/^M0,-100Q[-\d.]+,[-\d.]+,0,100$/);
  });
});

describe('the position of a badge', () => {
  it('is the middle when it is free', () => {
    const curve = chordBetween(0, 0.4, RADIUS);
    expect(freePlace(curve, [], 24)).toEqual(along(curve, 0.5));
  });

  it('moves along the curve when the middle is taken', () => {
    const curve = chordBetween(0, 0.4, RADIUS);
    const taken = [along(curve, 0.5)];
    expect(distance(freePlace(curve, taken, 24), taken[0] as never)).toBeGreaterThanOrEqual(24);
  });
});
