import { encodeRecord } from './record/record-codec';
import type { StoredRecord } from './record/stored-record';
import { StoreRing, type TestMember } from './testing';

const NODES = [0, 1, 2, 3, 4].map((index) => `node-${index}:1`);

/** A ring with one key, and its home replicas. */
async function ringOf(): Promise<{
  ring: StoreRing;
  position: { keyId: string; key: string };
  holders: TestMember[];
  others: TestMember[];
}> {
  const ring = new StoreRing({ seed: 1 });
  await ring.grow(NODES);
  await ring.untilSettled(60_000);
  await ring.clock.until(ring.store('node-0:1').put('key', new Uint8Array([1])));
  const members = [...ring.members.values()];
  const keyId = ring.member('node-0:1').chord.keyId('key');
  const has = ({ records }: TestMember): boolean => records.get(keyId, 'key') !== undefined;
  const holders = members.filter(has);
  const others = members.filter((member) => !has(member));
  return { ring, position: { keyId, key: 'key' }, holders, others };
}

/** A second write of the key that one home replica, `late`, has missed: it has `before`. */
async function ringWithMissedWrite(): Promise<
  Omit<Awaited<ReturnType<typeof ringOf>>, 'others'> & {
    readonly primary: TestMember;
    readonly late: TestMember;
    readonly other: TestMember;
    readonly before: StoredRecord;
  }
> {
  const { ring, position, holders } = await ringOf();
  const primary = holders.find(({ chord }) => chord.owns(position.keyId)) as TestMember;
  const [late, other] = holders.filter((member) => member !== primary) as [TestMember, TestMember];
  const before = late.records.get(position.keyId, position.key)!;
  await ring.clock.until(primary.store.put('key', new Uint8Array([2])));
  return { ring, position, holders, primary, late, other, before };
}

const flipHead = (bytes: Uint8Array): void => void (bytes[20]! ^= 1);

describe('a record whose head changed on the disk', () => {
  it('does not keep a node from being settled that is no home replica of it', async () => {
    const { ring, position, holders, others } = await ringOf();
    const [holder, other] = [holders[0] as TestMember, others[0] as TestMember];
    const left = holder.records.get(position.keyId, position.key)!;
    await other.records.write({ put: [left] });
    other.records.damage(position.keyId, position.key, flipHead);
    expect(other.store.pendingRanges).toBe(1);
    await ring.untilSettled(60_000);
    const everything = { fromId: position.keyId, toId: position.keyId };
    expect(other.records.count(everything)).toBe(0);
  });

  it('is not taken from the other home replicas by their primary, which cannot read its own', async () => {
    const { ring, position, holders } = await ringOf();
    const primary = holders.find(({ chord }) => chord.owns(position.keyId)) as TestMember;
    primary.records.damage(position.keyId, position.key, flipHead);
    await ring.clock.advance(600_000);
    const read = await ring.clock.until(ring.store('node-0:1').get('key'));
    const value = new Uint8Array([1]);
    expect(read).toMatchObject({ found: true, value });
    for (const { records } of holders)
      expect(records.get(position.keyId, position.key)).toMatchObject({ value });
    expect(ring.faults).toEqual([]);
  });

  it('is not replaced by an older one of a home replica that missed the last write', async () => {
    const { ring, position, primary, late, other, before } = await ringWithMissedWrite();
    await late.records.write({ put: [before] });
    primary.records.damage(position.keyId, position.key, flipHead);
    // The replica with the last write is the slower of the two.
    const slow = other.chord.self.address;
    ring.network.faults.cut([slow], [primary.chord.self.address]);
    const reading = ring.clock.until(primary.store.get('key', { timeoutMs: 200 }));
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    ring.network.faults.heal();
    expect(await ring.clock.until(primary.store.get('key'))).toMatchObject({
      found: true,
      value: new Uint8Array([2]),
    });
  });

  it('is refused, not reported as absent, when it is the only one; and can be replaced', async () => {
    const ring = new StoreRing({ seed: 2 });
    await ring.grow(['node-0:1']);
    await ring.untilSettled(60_000);
    const { store, records, chord } = ring.member('node-0:1');
    await ring.clock.until(store.put('key', new Uint8Array([1])));
    records.damage(chord.keyId('key'), 'key', flipHead);
    const reading = ring.clock.until(store.get('key'));
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await ring.clock.until(store.put('key', new Uint8Array([3])));
    expect(await ring.clock.until(store.get('key'))).toMatchObject({ value: new Uint8Array([3]) });
  });
});

const flipValue = (bytes: Uint8Array): void => void (bytes[bytes.length - 1]! ^= 1);

describe('a record whose value changed on the disk', () => {
  it.each(['the primary', 'another home replica'])(
    'is found without a read, and restored from the others: at %s',
    async (where) => {
      const { ring, position, holders } = await ringOf();
      const isPrimary = ({ chord }: TestMember): boolean => chord.owns(position.keyId);
      const damaged = holders.find((member) => isPrimary(member) === (where === 'the primary'));
      const { records } = damaged as TestMember;
      records.damage(position.keyId, position.key, flipValue);
      expect(() => records.get(position.keyId, position.key)).toThrow('checksum');
      await ring.clock.advance(600_000);
      const value = new Uint8Array([1]);
      for (const holder of holders)
        expect(holder.records.get(position.keyId, position.key)).toMatchObject({ value });
      expect(ring.faults).toEqual([]);
    },
  );

  it('is not replaced by an earlier version of a home replica that missed the last write', async () => {
    const { ring, position, holders, primary, late, other, before } = await ringWithMissedWrite();
    const version = other.records.get(position.keyId, position.key)!.version;
    late.records.place(position, encodeRecord(before));
    other.records.damage(position.keyId, position.key, flipValue);
    // Only the replica that missed the write is reachable.
    ring.network.faults.cut([other.chord.self.address], [primary.chord.self.address]);
    await ring.clock.advance(8_000);
    expect(() => other.records.get(position.keyId, position.key)).toThrow('checksum');
    ring.network.faults.heal();
    await ring.clock.advance(600_000);
    for (const { records } of holders)
      expect(records.get(position.keyId, position.key)).toMatchObject({ version });
  });
});
