import { PLACE_ARCS_MAX, arcsMaxOf, inFewerArcs, united, type WatchedArc } from './watched-arcs';

const idOf = (at: number): string => at.toString(16).padStart(4, '0');
const arcs = (count: number, log = (at: number): string => `aa${at}`): WatchedArc[] =>
  Array.from({ length: count }, (_, at) => ({
    arc: { fromId: idOf((at + count - 1) % count), toId: idOf(at) },
    seen: { log: log(at), sequence: 100 + at, stamp: { timeMs: 1_000 - at, counter: at } },
    isCatchingUp: false,
  }));

describe('a place in fewer arcs', () => {
  it.each([1, 7, PLACE_ARCS_MAX])('covers all ids with %i of them', (most) => {
    const given = arcs(300);
    const fewer = inFewerArcs([...given].reverse(), most);
    expect(fewer).toHaveLength(most);
    fewer.forEach(({ arc, seen }, at) => {
      expect(arc.fromId).toBe(fewer.at(at - 1)?.arc.toId);
      const within = given.filter(
        ({ arc: { toId } }) => toId <= arc.toId && (at === 0 || toId > arc.fromId),
      );
      const earliest = Math.min(...within.map(({ seen: known }) => known?.stamp.timeMs ?? NaN));
      expect(seen?.stamp.timeMs).toBe(earliest);
    });
  });

  it('leaves those alone that are few', () => {
    const given = arcs(7);
    expect(inFewerArcs(given, 7)).toBe(given);
  });

  it('has the progress of the arc with the least', () => {
    const [first, second] = arcs(3, () => 'aa') as [WatchedArc, WatchedArc];
    const { seen, isCatchingUp } = united(first, second);
    expect(seen).toEqual({ log: 'aa', sequence: 100, stamp: { timeMs: 999, counter: 1 } });
    expect(isCatchingUp).toBe(true);
  });

  it('names no log where there were two: the progress in one does not cover the arc of the other', () => {
    const [first, second] = arcs(3) as [WatchedArc, WatchedArc];
    const { seen } = united(first, second);
    expect([first.seen?.log, second.seen?.log]).not.toContain(seen?.log);
  });

  it('begins at the progress of one when the other has not begun', () => {
    const [first, second] = arcs(3) as [WatchedArc, WatchedArc];
    expect(united({ ...first, seen: null }, second).seen).toEqual(second.seen);
    expect(united(first, { ...second, seen: null }).seen).toEqual(first.seen);
  });
});

it('goes on with as many arcs as a ring of known size may have, and with a place of others', () => {
  const node = (id: string) => ({ id, address: id });
  const [self, next, before] = ['1000', '2000', '3000'].map(node) as [never, never, never];
  expect(arcsMaxOf({ self, successors: [next, before], predecessor: before })).toBe(14);
  expect(arcsMaxOf({ self, successors: [next], predecessor: before })).toBe(PLACE_ARCS_MAX);
  expect(arcsMaxOf({ self, successors: [], predecessor: null })).toBe(10);
});
