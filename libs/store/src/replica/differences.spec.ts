import { inRange } from '@chord-dht/chord';
import fc from 'fast-check';
import { MemoryRecordStore } from '../arc/memory-record-store';
import type { Position } from '../record/position';
import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { differencesOf, type Difference } from './differences';
import { figuresOfParts, readParts, writeParts } from './part-figures';

const LAST_ID = 'ffff';

interface Held extends Position {
  readonly timeMs: number;
}

async function storeOf(held: readonly Held[]): Promise<MemoryRecordStore> {
  const store = new MemoryRecordStore();
  const put = held.map(({ keyId, key, timeMs }) =>
    makeRecord(keyId, key, { version: makeVersion(timeMs) }),
  );
  await store.write({ put });
  return store;
}

describe('the differences of two nodes', () => {
  const parts = fc.record({
    keyId: fc
      .tuple(fc.constantFrom(0, 1, 2, 0x7ff, 0xffe, 0xfff), fc.nat(15))
      .map(([bucket, rest]) => (bucket * 16 + rest).toString(16).padStart(4, '0')),
    key: fc.constantFrom('a', 'b'),
    timeMs: fc.constantFrom(1, 2),
  });
  // A key decides on its id.
  const place = parts.map((one) => ({ ...one, key: one.keyId + one.key }));
  const some = fc.uniqueArray(place, { maxLength: 25, selector: ({ key }) => key });

  it('lie where they are said to be, and one-sided where nothing is to be looked at', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        some,
        place,
        place,
        fc.integer({ min: 1, max: 30 }),
        async (here, there, from, to, recordsMax) => {
          const arc = { fromId: from.keyId, toId: to.keyId };
          const [ours, theirs] = [await storeOf(here), await storeOf(there)];
          const found = differencesOf(
            arc,
            figuresOfParts(ours, arc, LAST_ID),
            readParts(writeParts(figuresOfParts(theirs, arc, LAST_ID))),
            { recordsMax, lastId: LAST_ID },
          );
          const within = ({ arc: part }: Difference, { keyId }: Position): boolean =>
            inRange(part.fromId, keyId, part.toId);
          const has = (held: readonly Held[], one: Held): boolean =>
            held.some(
              ({ keyId, key, timeMs }) =>
                keyId === one.keyId && key === one.key && timeMs === one.timeMs,
            );
          for (const one of [...here, ...there]) {
            const parts = found.filter((difference) => within(difference, one));
            if (!inRange(arc.fromId, one.keyId, arc.toId)) expect(parts).toEqual([]);
            else if (!has(here, one) || !has(there, one)) expect(parts).toHaveLength(1);
          }
          for (const difference of found) {
            const [mine, others] = [ours, theirs].map((store) => store.count(difference.arc));
            if (difference.who !== 'both')
              expect(difference.who === 'ours' ? others : mine).toBe(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('that are neighbours are looked at together, up to the limit', async () => {
    const at = (keyId: string, timeMs: number): Held => ({ keyId, key: 'k', timeMs });
    const here = await storeOf(['0010', '0020', '0030', '0040'].map((id) => at(id, 1)));
    const there = await storeOf([at('0010', 2), at('0020', 1), at('0030', 2), at('0040', 2)]);
    const arc = { fromId: '0000', toId: '0fff' };
    const differences = (recordsMax: number): Difference[] =>
      differencesOf(arc, figuresOfParts(here, arc, LAST_ID), figuresOfParts(there, arc, LAST_ID), {
        recordsMax,
        lastId: LAST_ID,
      });
    const both = 'both' as const;
    expect(differences(4)).toEqual([
      { who: both, arc: { fromId: '000f', toId: '004f' }, records: 4 },
    ]);
    expect(differences(2)).toEqual([
      { who: both, arc: { fromId: '000f', toId: '001f' }, records: 1 },
      { who: both, arc: { fromId: '002f', toId: '004f' }, records: 2 },
    ]);
  });

  it('are not read from a message that is cut off', () => {
    expect(() => readParts(new Uint8Array(15))).toThrow(
      expect.objectContaining({ code: 'MALFORMED' }),
    );
  });
});
