import { findAnomaly } from './atomicity';

const write = (value: string, startMs: number, endMs: number | null) => ({ value, startMs, endMs });
const read = (value: string | null, startMs: number, endMs: number) => ({ value, startMs, endMs });

describe('the checker of atomic histories', () => {
  it('accepts what one register can do', () => {
    expect(
      findAnomaly(
        [write('a', 0, 10), write('b', 5, 15)],
        [read('b', 6, 8), read('a', 7, 20), read('a', 21, 22)],
      ),
    ).toBeUndefined();
    expect(
      findAnomaly([write('a', 0, null)], [read(null, 5, 6), read('a', 100, 101)]),
    ).toBeUndefined();
    expect(findAnomaly([write('a', 0, null), write('b', 1, 2)], [read('b', 3, 4)])).toBeUndefined();
  });

  it('finds a stale reading, a lost write, a value that comes back, and one that nobody wrote', () => {
    expect(findAnomaly([write('a', 0, 1), write('b', 2, 3)], [read('a', 4, 5)])).toBeDefined();
    expect(findAnomaly([write('a', 0, 1)], [read(null, 2, 3)])).toBeDefined();
    expect(
      findAnomaly([write('a', 0, 1), write('b', 2, 9)], [read('b', 3, 4), read('a', 5, 6)]),
    ).toBeDefined();
    expect(findAnomaly([write('a', 0, null)], [read('a', 5, 6), read(null, 7, 8)])).toBeDefined();
    expect(findAnomaly([], [read('x', 0, 1)])).toBeDefined();
    expect(findAnomaly([write('a', 5, 6)], [read('a', 0, 1)])).toBeDefined();
  });
});
