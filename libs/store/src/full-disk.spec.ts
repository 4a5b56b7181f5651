import { codeOf } from '@chord-dht/chord';
import { StoreError } from './errors';
import type { Batch } from './ports/record-store';
import { StoreRing, type TestMember } from './testing';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
/** In virtual time: what is tried again, or repaired first, takes longer than some round trips. */
const AT_ONCE_MS = 50;
const full = async (): Promise<never> => {
  throw new StoreError('STORAGE_FULL', 'full');
};

async function ringOf(): Promise<{ ring: StoreRing; primary: TestMember; other: TestMember }> {
  const ring = new StoreRing({ seed: 1 });
  await ring.grow(NODES);
  await ring.untilSettled(60_000);
  const first = await ring.clock.until(ring.store('node-0:1').put('key', new Uint8Array([1])));
  const other = NODES.find((name) => name !== first.owner.address) as string;
  return { ring, primary: ring.member(first.owner.address), other: ring.member(other) };
}

async function valuesOf(ring: StoreRing): Promise<(number | undefined)[]> {
  const found = await Promise.all(
    NODES.map((name) => ring.clock.until(ring.store(name).get('key'))),
  );
  return found.map((result) => (result.found ? result.value[0] : undefined));
}

describe('a write that the disk of the primary has no room for', () => {
  it('is refused before any other home replica has it', async () => {
    const { ring, primary, other } = await ringOf();
    Object.assign(primary.records, { admitNow: full });
    const put = ring.clock.until(other.store.put('key', new Uint8Array([2])));
    await expect(put).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await valuesOf(ring)).toEqual([1, 1, 1, 1]);
  });

  it('is of unknown outcome when the room was gone only after others were sent it', async () => {
    const { ring, primary, other } = await ringOf();
    const append = (_items: unknown, done: (error: unknown) => void): void =>
      void full().catch(done);
    Object.assign(primary.records, { append });
    const put = ring.clock.until(other.store.put('key', new Uint8Array([2])));
    await expect(put).rejects.toMatchObject({
      code: 'STORAGE_FULL',
      detail: { outcome: 'unknown' },
    });
  });
});

describe('a group of writes for a home replica whose disk is full', () => {
  it('loses its values alone: what is deleted beside them is deleted', async () => {
    const { ring, primary } = await ringOf();
    const { store, chord } = primary;
    const names = Array.from({ length: 200 }, (_, index) => `other-${index}`);
    const beside = names.find((name) => chord.owns(chord.keyId(name))) as string;
    await ring.clock.until(store.put(beside, new Uint8Array([1])));
    const [full1, full2] = chord.successors.map(({ address }) => ring.member(address));
    for (const { records } of [full1, full2] as [TestMember, TestMember]) {
      const { write } = records;
      Object.assign(records, {
        admitNow: (_bytes: number, isRemoval = false) => isRemoval || full(),
        write: (batch: Batch) =>
          batch.put?.some(({ deleted }) => !deleted) ? full() : write.call(records, batch),
      });
    }
    const startedMs = ring.clock.nowMs();
    const put = store.put('key', new Uint8Array([2])).then(
      () => 'put',
      (error: unknown) => codeOf(error),
    );
    // Without one of the others there is no majority.
    await ring.clock.until(store.remove(beside));
    expect(ring.clock.nowMs() - startedMs).toBeLessThan(AT_ONCE_MS);
    // The primary has it, the others have no room.
    expect(await ring.clock.until(put)).toBe('UNAVAILABLE');
  });
});
