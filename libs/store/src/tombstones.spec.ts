// Deleted keys stay deleted, also when their tombstone is gone, and tombstones are removed.
import { StoreRing } from './testing';

const NAMES = ['node-0:1', 'node-1:1', 'node-2:1'];
const GRACE_MS = 5_000;
const VALUE = new Uint8Array([1]);

/** Three nodes, all home replicas of `key`, with its primary. */
async function ringWith(key: string, seed: number, antiEntropyMs: number) {
  const ring = new StoreRing({ seed, store: { tombstoneGraceMs: GRACE_MS, antiEntropyMs } });
  await ring.grow(NAMES);
  await ring.untilSettled(60_000);
  const { owner } = await ring.clock.until(ring.store('node-0:1').put(key, VALUE));
  const [second, third] = NAMES.filter((name) => name !== owner.address) as [string, string];
  const recordAt = (name: string) => {
    const { chord, records } = ring.member(name);
    return records.get(chord.keyId(key), key);
  };
  return { ring, primary: owner.address, second, third, recordAt };
}

describe('a tombstone', () => {
  it('is dropped at all home replicas when its time is over', async () => {
    const { ring, primary, recordAt } = await ringWith('key', 1, 30_000);
    await ring.clock.until(ring.store(primary).remove('key'));
    expect(NAMES.map((name) => recordAt(name)?.deleted)).toEqual([true, true, true]);
    await ring.until(() => NAMES.every((name) => recordAt(name) === undefined), 60_000);
    expect(ring.faults).toEqual([]);
  });

  it('stays while one home replica has not got the deletion, and nothing returns', async () => {
    const { ring, primary, second, third, recordAt } = await ringWith('key', 2, 3_600_000);
    const before = recordAt(third)!;
    await ring.clock.until(ring.store(primary).remove('key'));
    // As on a disk that lost its last write.
    await ring.member(third).records.write({ drop: [recordAt(third)!] });
    await ring.member(third).records.write({ put: [before] });
    await ring.clock.advance(10 * GRACE_MS);
    expect(recordAt(third)?.deleted).toBe(false);
    expect(recordAt(primary)?.deleted).toBe(true);
    ring.crash(primary);
    const read = (name: string) => ring.clock.until(ring.store(name).get('key'));
    expect(await read(second)).toMatchObject({ found: false });
    expect(await read(third)).toMatchObject({ found: false });
  });

  it('is not needed by a replica that was away for longer than the grace period', async () => {
    const { ring, primary, second, third, recordAt } = await ringWith('key', 3, 30_000);
    const remembered = ring.member(third).chord.rememberedPeers();
    ring.crash(third);
    await ring.clock.until(ring.store(second).remove('key'));
    await ring.until(() => !recordAt(primary) && !recordAt(second), 120_000);
    await ring.restart(third, remembered);
    expect(recordAt(third)?.deleted).toBe(false);
    await ring.untilSettled(60_000);
    await ring.until(() => recordAt(third) === undefined, 120_000);
    for (const name of NAMES)
      expect(await ring.clock.until(ring.store(name).get('key'))).toMatchObject({ found: false });
  });
});
