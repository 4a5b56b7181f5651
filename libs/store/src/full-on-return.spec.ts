// A node with a full disk restarts: until there is room it takes over no key that others serve.
import type { MemoryRecordStore } from './arc/memory-record-store';
import { StoreError } from './base/errors';
import { StoreRing } from './testing';

const [first, back, third] = ['node-0:1', 'node-1:1', 'node-2:1'];
const NODES = [first, back, third] as const;
const KEYS = Array.from({ length: 40 }, (_, index) => `key-${index}`);

/**
 * @param bytesMax smaller values still have room
 * @returns a function that frees the room
 */
function fill(records: MemoryRecordStore, bytesMax = 0): () => void {
  const admitNow = (bytes: number, isRemoval = false): true | Promise<never> =>
    isRemoval || bytes < bytesMax || Promise.reject(new StoreError('STORAGE_FULL', 'full'));
  const full = {
    admitNow,
    admit: async (bytes: number, isRemoval = false) => void (await admitNow(bytes, isRemoval)),
    room: () => Promise.resolve({ freeBytes: 0, isFull: true }),
  };
  Object.assign(records, full);
  return () => {
    for (const name of Object.keys(full)) Reflect.deleteProperty(records, name);
  };
}

async function ringWithKeys(): Promise<StoreRing> {
  const ring = new StoreRing({ seed: 1 });
  await ring.grow(NODES);
  await ring.untilSettled(60_000);
  await putAll(ring, 1);
  return ring;
}

async function putAll(ring: StoreRing, value: number): Promise<void> {
  for (const key of KEYS) await ring.clock.until(ring.store(first).put(key, Uint8Array.of(value)));
}

async function valuesAt(ring: StoreRing, at: string): Promise<(number | undefined)[]> {
  const values: (number | undefined)[] = [];
  for (const key of KEYS) {
    const found = await ring.clock.until(ring.store(at).get(key));
    values.push(found.found ? found.value[0] : undefined);
  }
  return values;
}

describe('a node that is started again with a full disk', () => {
  it.each([
    ['for nothing', 0],
    ['for the missing records, but not for those until the seal', 100_000],
  ])(
    'with room %s leaves its keys to the nodes that serve them until there is more',
    async (_, bytes) => {
      const ring = await ringWithKeys();
      const makeRoom = fill(ring.member(back).records, bytes);
      ring.crash(back);
      await ring.clock.advance(20_000);
      await putAll(ring, 2);
      await ring.restart(back);
      await ring.clock.until(ring.member(back).chord.joinVia([first]));
      await ring.clock.advance(20_000);
      expect(await valuesAt(ring, first)).toEqual(KEYS.map(() => 2));
      expect(await valuesAt(ring, back)).toEqual(KEYS.map(() => 2));
      await putAll(ring, 3);
      expect(ring.isSettled()).toBe(false);
      makeRoom();
      await ring.untilSettled(60_000);
      expect(await valuesAt(ring, third)).toEqual(KEYS.map(() => 3));
    },
  );

  it('serves its records when no other node has taken its place', async () => {
    const ring = await ringWithKeys();
    fill(ring.member(back).records);
    ring.crash(back);
    await ring.restart(back);
    await ring.clock.until(ring.member(back).chord.joinVia([first]));
    await ring.untilSettled(60_000);
    expect(await valuesAt(ring, first)).toEqual(KEYS.map(() => 1));
  });
});
