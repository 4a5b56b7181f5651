import type { NodeRef } from '@chord-dht/chord';
import { StoreError } from './base/errors';
import type { Vote } from './messages/replica-bytes';
import { encodeRecord } from './record/record-codec';
import { appendRecords } from './replica/append-records';
import type { ReplicaContext } from './replica/replica-context';
import { StoreRing, type TestMember } from './testing';
import { makeRecord, makeVersion } from './testing/record-store-conformance';
import type { View } from './view/view';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
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

  it('is of unknown outcome when the room was gone only after it was sent to others', async () => {
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
  it('loses its values only: deletions among them are applied', async () => {
    const { ring, primary } = await ringOf();
    const { chord } = primary;
    const keyId = chord.keyId('key');
    const { view } = contextOf(primary).book.at(keyId).state;
    const member = view?.members.find(({ id }) => id !== chord.self.id) as NodeRef;
    const replica = ring.member(member.address);
    Object.assign(replica.records, {
      admitNow: (_bytes: number, isRemoval = false) => isRemoval || full(),
    });
    const version = makeVersion(ring.clock.wallMs());
    const tombstone = makeRecord(keyId, 'key', { version, deleted: true, value: new Uint8Array() });
    const names = Array.from({ length: 200 }, (_, index) => `other-${index}`);
    const other = names.find((name) => chord.owns(chord.keyId(name))) as string;
    const value = makeRecord(chord.keyId(other), other, { version });
    const votes = await new Promise<readonly Vote[]>((resolve) =>
      appendRecords(
        contextOf(replica),
        [
          {
            view: view as View,
            records: [value, tombstone, value].map((record) => encodeRecord(record)),
          },
        ],
        { from: chord.self },
        resolve,
      ),
    );
    expect(votes).toEqual(['full', 'counts', 'full']);
    expect(replica.records.get(keyId, 'key')).toMatchObject({ deleted: true });
    expect(replica.records.get(chord.keyId(other), other)).toBeUndefined();
  });
});

function contextOf({ store }: TestMember): ReplicaContext {
  return (store as unknown as { context: ReplicaContext }).context;
}
