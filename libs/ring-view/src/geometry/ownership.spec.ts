import type { RingMember } from '../model/model';
import { placed, ringOf } from '../testing/fixtures';
import { arcLine, arcPath, ownerships, shorten } from './ownership';

const lengthOf = ({ from, to }: { from: number; to: number }): number => to - from;

describe('the arcs of ownership', () => {
  it('cover the circle exactly once in an ideal ring', () => {
    const arcs = ownerships(ringOf([100, 300, 700, 1000]));
    expect(arcs.map(({ address }) => address)).toEqual([
      'localhost:5100',
      'localhost:5300',
      'localhost:5700',
      'localhost:6000',
    ]);
    expect(arcs.reduce((sum, arc) => sum + lengthOf(arc), 0)).toBeCloseTo(1);
    expect(arcs.every(({ reported }) => reported)).toBe(true);
  });

  it('give the whole circle to a node that is alone', () => {
    const [arc] = ownerships(ringOf([467]));
    expect(arc && lengthOf(arc)).toBe(1);
    expect(arc?.reported).toBe(true);
  });

  it('show what members believe, even when two believe they own the same', () => {
    const [first, second] = ringOf([100, 300]) as [RingMember, RingMember];
    const stale = { ...second, predecessor: placed(50) };
    const total = ownerships([first, stale]).reduce((sum, arc) => sum + lengthOf(arc), 0);
    expect(total).toBeGreaterThan(1);
  });

  it('guess the arc of a member that names no predecessor and mark it', () => {
    const [first, second] = ringOf([100, 300]) as [RingMember, RingMember];
    const [, guessed] = ownerships([first, { ...second, predecessor: null }]);
    expect(guessed).toMatchObject({ from: 100 / 1024, reported: false });
  });

  it('leave out members that do not answer or are not in yet', () => {
    const members = ringOf([100, 300, 700], { 300: 'unreachable', 700: 'joining' });
    expect(ownerships(members).map(({ address }) => address)).toEqual(['localhost:5100']);
  });
});

describe('path data', () => {
  it('draws a whole circle round the centre, wherever the arc begins', () => {
    expect(arcPath(0.456, 1.456, 90, 100)).toBe(arcPath(0, 1, 90, 100));
  });

  it('keeps the gap smaller than the arc', () => {
    expect(arcPath(0.1, 0.1001, 90, 100, 5)).not.toContain('NaN');
  });

  it('draws a line of less than a whole turn even from a place to itself', () => {
    expect(arcLine(0.25, 1.25, 100)).toMatch(/^M100,0A/);
  });

  it('shortens numbers to a tenth', () => {
    expect(shorten('M-0.04,12.345L1e-7,-3.25')).toBe('M0,12.3L1e-7,-3.2');
  });
});
