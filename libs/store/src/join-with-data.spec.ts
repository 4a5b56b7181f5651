// An arc with many records is handed over to a node that joins, while clients go on.
import { ChordError } from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import type { Batch } from './arc/record-store';
import type { FullContext } from './primary/store-context';
import type { StoreParts } from './store-parts';
import { StoreRing } from './testing';
import { makeRecord, makeVersion } from './testing/record-store-conformance';

const RECORDS = 4_000;
const [FIRST, SECOND] = ['node-0:1', 'node-1:1'] as const;
const keyOf = (index: number): string => `key-${index}`;

/** A ring of one with many records, which are sent in small pages. */
async function ringOfOne(seed: number): Promise<StoreRing> {
  const ring = new StoreRing({ seed, store: { pageRecordsMax: 5, offerMs: 100 } });
  ring.add(FIRST);
  await ring.untilSettled(60_000);
  const { chord, records } = ring.member(FIRST);
  const put = Array.from({ length: RECORDS }, (_, index) =>
    makeRecord(chord.keyId(keyOf(index)), keyOf(index), { version: makeVersion(1) }),
  );
  await records.write({ put });
  return ring;
}

/** Delays one page that the joining node requests beyond its deadline. */
function loseOnePage(ring: StoreRing): void {
  const { context } = (ring.store(SECOND) as unknown as { parts: StoreParts }).parts;
  const { call } = context;
  let pages = 0;
  const lossy: FullContext['call'] = (to, type, body, options) => {
    if (type === 'replica.page' && (pages += 1) === 10)
      return Promise.reject(new ChordError('TIMEOUT', 'The page is late.'));
    return call(to, type, body, options);
  };
  Object.assign(context, { call: lossy });
}

describe('a node with many records that gets a second member', () => {
  it.each([
    [1, ''],
    [2, ''],
    [3, ''],
    [1, ', also when a page is late'],
    [2, ', also when a page is late'],
  ])('serves on while they are copied, but for a moment (seed %i%s)', async (seed, late) => {
    const ring = await ringOfOne(seed);
    const random = new SeededRandom(seed);
    const { store } = ring.member(FIRST);
    const joiner = ring.add(SECOND);
    if (late) loseOnePage(ring);
    const dropped: Batch[] = [];
    const { records } = ring.member(SECOND);
    const write = records.write.bind(records);
    records.write = (batch) => {
      if (batch.drop?.length) dropped.push(batch);
      return write(batch);
    };
    const joined = joiner.joinVia([FIRST]);
    let isJoined = false;
    void joined.then(() => (isJoined = true));
    const startMs = ring.clock.nowMs();
    const latenciesMs: number[] = [];
    const reads: Promise<void>[] = [];
    do {
      const sinceMs = ring.clock.nowMs();
      const read = store.get(keyOf(random.below(RECORDS)));
      reads.push(
        read.then(({ found }) => {
          expect(found).toBe(true);
          latenciesMs.push(ring.clock.nowMs() - sinceMs);
        }),
      );
      await ring.clock.advance(5);
    } while (!isJoined || !ring.isSettled());
    const tookMs = ring.clock.nowMs() - startMs;
    await ring.clock.until(Promise.all(reads));
    // It takes a while, and far longer than any client waits.
    expect(tookMs).toBeGreaterThan(500);
    expect(Math.max(...latenciesMs)).toBeLessThan(tookMs / 3);
    expect(ring.member(SECOND).records.figures().keys).toBe(RECORDS);
    expect(dropped).toEqual([]);
    expect(ring.faults).toEqual([]);
  });
});
