// Two rings with many records become one, while clients go on in both.
import { StoreRing } from './testing';
import { makeRecord, makeVersion } from './testing/record-store-conformance';

const RECORDS = 1_000;
const RINGS = [0, 1].map((ring) => [0, 1, 2].map((at) => `ring-${ring}-${at}:1`));
const keyOf = (ring: number, index: number): string => `key-${ring}-${index}`;

/** Two rings of three with records of their own, which are sent in small pages. */
async function ringsOf(seed: number): Promise<StoreRing> {
  const ring = new StoreRing({ seed, bits: 160, store: { pageBytesMax: 40, pageRecordsMax: 5 } });
  for (const [at, names] of RINGS.entries()) {
    const [first, ...others] = names as [string, ...string[]];
    ring.add(first);
    await ring.until(() => ring.store(first).pendingRanges === 0, 60_000);
    const { chord, records } = ring.member(first);
    const put = Array.from({ length: RECORDS }, (_, index) =>
      makeRecord(chord.keyId(keyOf(at, index)), keyOf(at, index), { version: makeVersion(1) }),
    );
    await records.write({ put });
    for (const name of others) await ring.clock.until(ring.add(name).joinVia([first]));
    await ring.untilSettledApart(120_000);
  }
  return ring;
}

describe('two rings with many records that become one', () => {
  it.each([1, 2])('go on serving while these are merged (seed %i)', async (seed) => {
    const ring = await ringsOf(seed);
    const startMs = ring.clock.nowMs();
    const united = ring.nodes.get(RINGS[0]![0]!)!.unite([RINGS[1]![0]!]);
    let isUnited = false;
    void united.then(() => (isUnited = true));
    const waitedMs: number[] = [];
    const reads: Promise<void>[] = [];
    for (let turn = 0; !isUnited || !ring.isSettled(); turn += 1) {
      const at = turn % 2;
      const sinceMs = ring.clock.nowMs();
      const read = ring.store(RINGS[at]![turn % 3]!).get(keyOf(at, (turn * 7) % RECORDS));
      reads.push(read.then(() => void waitedMs.push(ring.clock.nowMs() - sinceMs)));
      await ring.clock.advance(20);
      if (ring.clock.nowMs() - startMs > 300_000) throw new Error('They do not become one.');
    }
    const tookMs = ring.clock.nowMs() - startMs;
    await ring.clock.until(Promise.all(reads));
    expect(tookMs).toBeGreaterThan(2_000);
    expect(Math.max(...waitedMs)).toBeLessThan(300);
    const counts = RINGS.flat().map((name) => ring.member(name).records.figures().keys);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3 * 2 * RECORDS);
    expect(ring.faults).toEqual([]);
  });
});
