// The comparison of the copies of one key: which node has what, which lacks what, and since when.
import type { NodeRef } from '@chord-dht/chord';
import type { KeyCopies } from './client/copies';
import type { StoredRecord } from './record/stored-record';
import { StoreRing, type TestMember } from './testing';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
const KEY = 'key';

interface World {
  readonly ring: StoreRing;
  /** The owner first, then the next two of the ring. */
  readonly homes: readonly [TestMember, TestMember, TestMember];
  readonly other: TestMember;
  readonly compare: (at?: TestMember) => Promise<KeyCopies>;
}

async function worldOf(): Promise<World> {
  // Without comparisons in the background.
  const ring = new StoreRing({ seed: 1, store: { antiEntropyMs: 86_400_000 } });
  await ring.grow(NODES);
  await ring.untilSettled(60_000);
  const members = [...ring.members.values()];
  const keyId = members[0]!.chord.keyId(KEY);
  const owner = members.find(({ chord }) => chord.owns(keyId)) as TestMember;
  const refs: NodeRef[] = [owner.chord.self, ...owner.chord.successors.slice(0, 2)];
  const homes = refs.map(({ address }) => ring.member(address)) as [
    TestMember,
    TestMember,
    TestMember,
  ];
  const other = members.find((member) => !homes.includes(member)) as TestMember;
  const compare = (at = other): Promise<KeyCopies> =>
    ring.clock.until(at.store.copies(KEY, refs, { timeoutMs: 1_000 }));
  return { ring, homes, other, compare };
}

const put = async (ring: StoreRing, value: number): Promise<string> => {
  const { version } = await ring.clock.until(
    ring.store(NODES[0]!).put(KEY, new Uint8Array([value]), { contentType: 'text/plain' }),
  );
  await ring.untilSettled(60_000);
  return version;
};
const positionOf = ({ chord }: TestMember) => ({ keyId: chord.keyId(KEY), key: KEY });
const recordAt = (member: TestMember) => {
  const { keyId, key } = positionOf(member);
  return member.records.get(keyId, key)!;
};

/** Removes the record at a member. */
const drop = (member: TestMember): Promise<void> =>
  member.records.write({ drop: [{ ...positionOf(member), version: recordAt(member).version }] });

/** Restores an earlier version, which an engine itself never does. */
async function setBack(member: TestMember, before: StoredRecord): Promise<void> {
  await drop(member);
  await member.records.write({ put: [before] });
}

describe('the copies of a key', () => {
  it('are reported by every home replica, the owner first, from any node', async () => {
    const { ring, homes, other, compare } = await worldOf();
    expect(await compare()).toEqual({
      newest: null,
      copies: homes.map(({ chord }) => ({
        ...{ node: chord.self, code: null, ms: expect.any(Number), behindSinceMs: null },
        copy: { state: 'absent', record: null },
      })),
    });
    const version = await put(ring, 1);
    for (const at of [homes[0], other]) {
      const { newest, copies } = await compare(at);
      expect(newest).toBe(version);
      expect(copies.map(({ node }) => node)).toEqual(homes.map(({ chord }) => chord.self));
      for (const { copy, behindSinceMs } of copies) {
        expect([copy?.state, behindSinceMs]).toEqual(['value', null]);
        expect(copy?.record).toMatchObject({ version, bytes: 1, contentType: 'text/plain' });
      }
    }
  });

  it('show which of them lags behind, and since which write', async () => {
    const { ring, homes, compare } = await worldOf();
    const [, late] = homes;
    await put(ring, 1);
    const before = recordAt(late);
    await put(ring, 2);
    const missed = recordAt(late).version;
    const newest = await put(ring, 3);
    await setBack(late, before);
    const { copies, newest: told } = await compare();
    expect(told).toBe(newest);
    expect(copies.map(({ behindSinceMs }) => behindSinceMs)).toEqual([null, missed.timeMs, null]);
    expect(copies[1]?.copy?.record?.version).not.toBe(newest);
  });

  it('show which replica has no record, which has an unreadable one, and which does not answer', async () => {
    const { ring, homes, other, compare } = await worldOf();
    const [owner, empty, damaged] = homes;
    await put(ring, 1);
    const { version } = recordAt(owner);
    await drop(empty);
    const { keyId, key } = positionOf(damaged);
    damaged.records.damage(keyId, key, (bytes) => void (bytes[20]! ^= 1));
    ring.network.faults.cut([other.chord.self.address], [owner.chord.self.address]);
    const { copies } = await compare();
    expect(copies.map(({ copy }) => copy?.state ?? null)).toEqual([null, 'absent', 'unreadable']);
    expect(copies[0]?.code).toBe('TIMEOUT');
    const seen = await compare(owner);
    expect(seen.copies.map(({ behindSinceMs }) => behindSinceMs)).toEqual([
      null,
      version.timeMs,
      version.timeMs,
    ]);
    // A comparison for people repairs and reports nothing.
    expect(ring.events.filter(({ event }) => event.type === 'record-corrupt')).toEqual([]);
  });

  it('count a removal as the latest write, and a replica that has dropped its tombstone as up to date', async () => {
    const { ring, homes, compare } = await worldOf();
    await put(ring, 1);
    const before = recordAt(homes[2]);
    await ring.clock.until(ring.store(NODES[0]!).remove(KEY));
    await ring.untilSettled(60_000);
    const { version } = recordAt(homes[1]);
    await drop(homes[1]);
    await setBack(homes[2], before);
    const { copies } = await compare();
    expect(copies.map(({ copy, behindSinceMs }) => [copy?.state, behindSinceMs])).toEqual([
      ['removed', null],
      ['absent', null],
      ['value', version.timeMs],
    ]);
  });
});
