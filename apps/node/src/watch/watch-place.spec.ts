import { IdSpace } from '@chord-dht/chord';
import { PLACE_ARCS_MAX, type WatchedArc } from '@chord-dht/store';
import { printPlace, readPlace } from './watch-place';

const space = new IdSpace(16);
const seen = { log: '0001', sequence: 12_345, stamp: { timeMs: 1_795_899_235_040, counter: 7 } };
const PLACE: readonly WatchedArc[] = [
  { arc: { fromId: 'c000', toId: '4000' }, seen, isCatchingUp: true },
  { arc: { fromId: '4000', toId: '8000' }, seen: null, isCatchingUp: false },
  { arc: { fromId: '8000', toId: 'c000' }, seen, isCatchingUp: false },
];
const read = (text: string, isOfKey = false): unknown =>
  readPlace(text, { name: 'Last-Event-ID', isOfKey, space });

describe('the place of a watch', () => {
  it('is read as it was printed, whatever the order of its arcs', () => {
    expect(read(printPlace([...PLACE].reverse(), false))).toEqual(PLACE);
    const [one] = PLACE as [WatchedArc];
    const ofKey = { ...one, arc: { fromId: '3fff', toId: '4000' } };
    expect(read(printPlace([ofKey], true), true)).toEqual([ofKey]);
  });

  it('names the log that reported before, and is read where an older node has not named it', () => {
    const [one] = PLACE as [WatchedArc];
    const named = { ...one, arc: { fromId: '4000', toId: '4000' }, toldBy: '0002c' };
    expect(read(printPlace([named], false))).toEqual([named]);
    expect(read(printPlace([named], false).replace('.c0002c', '.c'))).toEqual([
      { ...one, arc: named.arc },
    ]);
  });

  it('fits into the header of a request, also through a proxy, when it has as many arcs as it may', () => {
    const ids = Array.from({ length: PLACE_ARCS_MAX }, (_, at) => `${at}`.padStart(40, '0'));
    const arcs = ids.map((toId, at) => ({
      arc: { fromId: ids.at(at - 1) as string, toId },
      seen: { ...seen, log: '00120a3f', stamp: { ...seen.stamp, counter: 0xffff_ffff } },
      isCatchingUp: false,
    }));
    expect(printPlace(arcs, false).length).toBeLessThan(7_000);
  });

  it.each(['r', 'x4000', 'r4000.1.2.3', 'r4000.0001.1.1.1.d', 'r8000~4000', 'r4000~', 'k4000'])(
    'is refused when it is none: %s',
    (text) => {
      expect(() => read(text)).toThrow('Last-Event-ID has to be the id of an event');
    },
  );
});
