import type { MemoryRecordStore } from './arc/memory-record-store';
import { StoreRing } from './testing';

const NAMES = ['node-0:1', 'node-1:1', 'node-2:1'];
const ring = async (seed: number): Promise<StoreRing> => {
  const made = new StoreRing({ seed });
  await made.grow(NAMES);
  await made.untilSettled(60_000);
  return made;
};
const stores = (of: StoreRing): MemoryRecordStore[] =>
  [...of.members.values()].map(({ records }) => records);

describe('the expiry of a value', () => {
  it.each([1, 3, 30])('after %i s is visible at every node within a second', async (ttlSeconds) => {
    const made = await ring(ttlSeconds);
    const put = (key: string, ttl?: number): Promise<unknown> =>
      made.store('node-0:1').put(key, new Uint8Array(100), { ttlSeconds: ttl });
    const keys = Array.from({ length: 700 }, (_, index) => `k${index}`);
    await made.clock.until(Promise.all(keys.map((key) => put(key, ttlSeconds))));
    await made.clock.until(put('for ever'));
    const figures = (): number[] => stores(made).map((records) => records.figures().keys);
    await made.clock.advance(ttlSeconds * 1_000 - 500);
    expect(figures()).toEqual([701, 701, 701]);
    await made.clock.advance(1_500);
    expect(figures()).toEqual([1, 1, 1]);
    expect(await made.clock.until(made.store('node-1:1').count({}))).toMatchObject({ keys: 1 });
    expect(made.faults).toEqual([]);
  });

  it('costs a look at the expired records, not at all records', async () => {
    const made = await ring(7);
    const keys = Array.from({ length: 300 }, (_, index) => `k${index}`);
    const { store } = made.member('node-0:1');
    await made.clock.until(Promise.all(keys.map((key) => store.put(key, new Uint8Array(1)))));
    await made.clock.until(store.put('short', new Uint8Array(1), { ttlSeconds: 2 }));
    const read = stores(made).map((records) => jest.spyOn(records, 'get'));
    await made.clock.advance(4_000);
    // One read for the expired record, at each node.
    expect(read.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  });
});

describe('a record that has become unreadable', () => {
  it('is found without a read', async () => {
    const made = await ring(9);
    const { store, chord, records } = made.member('node-1:1');
    const keys = Array.from({ length: 250 }, (_, index) => `k${index}`);
    await made.clock.until(Promise.all(keys.map((key) => store.put(key, new Uint8Array(1)))));
    const keyId = chord.keyId('k77');
    records.damage(keyId, 'k77', (bytes) => void (bytes[20]! ^= 1));
    const isTold = (): boolean =>
      made.events.some(
        ({ event }) => event.type === 'record-corrupt' && event.position.key === 'k77',
      );
    expect(isTold()).toBe(false);
    await made.until(isTold, 60_000);
  });
});
