import { StoreRing, type TestMember } from './testing';

const NODES = [0, 1, 2, 3, 4].map((index) => `node-${index}:1`);

/** A ring with one key, and who has it. */
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
});
