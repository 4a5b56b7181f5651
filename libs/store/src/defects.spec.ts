import type { CodedError } from '@chord-dht/chord';
import { StoreRing, type TestMember } from './testing';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
const bytes = new Uint8Array([2]);

interface Seen {
  times: number;
  readonly error: TypeError;
}

/** Fails at every call as a programming error does, and counts the calls. */
function failing(): { seen: Seen; fail: () => never } {
  const seen = { times: 0, error: new TypeError('an unforeseen failure') };
  const fail = (): never => {
    seen.times += 1;
    throw seen.error;
  };
  return { seen, fail };
}

/** Breaks every read of this key at this member. */
function breakReading({ records }: TestMember, broken = 'key'): Seen {
  const { seen, fail } = failing();
  const { get, read } = records;
  records.get = (keyId, key) => (key === broken ? fail() : get.call(records, keyId, key));
  records.read = (position) => (position.key === broken ? fail() : read.call(records, position));
  return seen;
}

/** Breaks every write of this member, also as a home replica. */
function breakWriting({ records }: TestMember): Seen {
  const { seen, fail } = failing();
  Object.assign(records, { write: fail, append: fail });
  return seen;
}

/** Breaks the answers of this member, as a home replica, about its views. */
function breakViews({ store }: TestMember): Seen {
  const { seen, fail } = failing();
  const { book } = (store as unknown as { context: { book: { within: () => unknown } } }).context;
  book.within = fail;
  return seen;
}

async function setUp() {
  const ring = new StoreRing({ seed: 1 });
  await ring.grow(NODES);
  await ring.untilSettled(60_000);
  const first = await ring.clock.until(ring.store('node-0:1').put('key', new Uint8Array([1])));
  const owner = ring.member(first.owner.address);
  const replicas = owner.chord.successors.slice(0, 2).map(({ address }) => ring.member(address));
  const outsider = NODES.find(
    (name) =>
      name !== first.owner.address && !replicas.some((one) => one.chord.self.address === name),
  ) as string;
  const outcome = async (task: Promise<unknown>): Promise<unknown> => {
    const startedMs = ring.clock.nowMs();
    const error = await ring.clock.until(task).then(
      () => 'done',
      (reason: unknown) => reason,
    );
    return { error, ms: ring.clock.nowMs() - startedMs };
  };
  return { ring, owner, replicas, asker: ring.member(outsider), outcome };
}

/** In virtual time: a retry would take longer, by some round trips. */
const AT_ONCE_MS = 50;

describe('a defect', () => {
  it.each(['get', 'put', 'remove'] as const)(
    'at the node that was asked itself ends a %s at once, as it is',
    async (method) => {
      const { ring, owner, outcome } = await setUp();
      const seen = breakReading(owner);
      const { store } = owner;
      const task =
        method === 'put' ? store.put('key', bytes) : store[method]('key', { trace: 'r-1' });
      const { error, ms } = (await outcome(task)) as { error: unknown; ms: number };
      expect(error).toBe(seen.error);
      expect(ms).toBeLessThan(AT_ONCE_MS);
      expect(ring.faults).toEqual([seen.error]);
    },
  );

  it('is reported with the request that it stopped', async () => {
    const { ring, owner, outcome } = await setUp();
    breakReading(owner);
    await outcome(owner.store.get('key', { trace: 'r-1' }));
    const told = ring.events.filter(({ event }) => event.type === 'store-fault');
    expect(told).toMatchObject([{ node: owner.chord.self.address, event: { trace: 'r-1' } }]);
  });

  it('at the owner ends a reading at once, and is not asked for again', async () => {
    const { ring, owner, asker, outcome } = await setUp();
    const seen = breakReading(owner);
    const result = await outcome(asker.store.get('key', { trace: 'r-2' }));
    expect(result).toMatchObject({
      error: { code: 'INTERNAL', message: expect.stringContaining(owner.chord.self.address) },
    });
    expect((result as { ms: number }).ms).toBeLessThan(AT_ONCE_MS);
    expect(seen.times).toBe(1);
    expect(ring.faults).toEqual([seen.error]);
    expect(ring.faultsAbout).toEqual([{ type: 'bytes', trace: 'r-2' }]);
  });

  it('at the owner leaves open whether a write was applied', async () => {
    const { owner, asker, outcome } = await setUp();
    const seen = breakReading(owner);
    for (const task of [asker.store.put('key', bytes), asker.store.remove('key')]) {
      expect(await outcome(task)).toMatchObject({
        error: { code: 'INTERNAL', detail: { outcome: 'unknown' } },
      });
    }
    expect(seen.times).toBeGreaterThan(0);
  });

  it('at one home replica stops no operation, and is reported there with the request', async () => {
    const { ring, owner, replicas, outcome } = await setUp();
    const write = breakWriting(replicas[0] as TestMember);
    expect(await outcome(owner.store.put('key', bytes, { trace: 'r-3' }))).toMatchObject({
      error: 'done',
    });
    await ring.clock.advance(20);
    expect(ring.faults).toEqual([write.error]);
    expect(ring.faultsAbout).toEqual([{ type: 'replica.append', trace: 'r-3' }]);
  });

  it('at one home replica that is asked to confirm its view stops no operation either', async () => {
    const { ring, owner, replicas, outcome } = await setUp();
    const views = breakViews(replicas[0] as TestMember);
    // Members take turns.
    for (const trace of ['r-4', 'r-5'])
      expect(await outcome(owner.store.get('key', { trace }))).toMatchObject({ error: 'done' });
    await ring.clock.advance(20);
    expect(views.times).toBeGreaterThan(0);
    expect(ring.faults).toEqual(Array.from({ length: views.times }, () => views.error));
    for (const about of ring.faultsAbout)
      expect(about).toEqual({ type: 'bytes', trace: expect.stringMatching(/^r-[45]$/) });
  });

  it.each(['put', 'get'] as const)(
    'at so many home replicas that there is no majority ends a %s at once',
    async (method) => {
      const { owner, replicas, outcome } = await setUp();
      const seen = replicas.map(method === 'put' ? breakWriting : breakViews);
      const task = method === 'put' ? owner.store.put('key', bytes) : owner.store.get('key');
      const { error, ms } = (await outcome(task)) as { error: CodedError; ms: number };
      expect(error).toMatchObject({
        code: 'INTERNAL',
        ...(method === 'put' ? { detail: { outcome: 'unknown' } } : {}),
      });
      expect(ms).toBeLessThan(AT_ONCE_MS);
      expect(seen.map(({ times }) => times)).toEqual([1, 1]);
    },
  );

  it('at home replicas that compare one key ends a reading of it at once', async () => {
    const { owner, replicas, outcome } = await setUp();
    const [, second] = replicas as [TestMember, TestMember];
    // A write that only the primary has is compared key by key before it is read.
    const writes = replicas.map(breakWriting);
    await outcome(owner.store.put('key', bytes));
    expect(writes.map(({ times }) => times)).toEqual([1, 1]);
    const seen = replicas.map((replica) => breakReading(replica));
    expect(await outcome(second.store.get('key'))).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(seen.map(({ times }) => times)).toEqual([1, 1]);
  });

  it('does not affect other keys, nor this one after its repair', async () => {
    const { owner, asker, outcome } = await setUp();
    const { get, read } = owner.records;
    breakReading(owner);
    await outcome(asker.store.get('key'));
    expect(await outcome(asker.store.put('another', bytes))).toMatchObject({ error: 'done' });
    Object.assign(owner.records, { get, read });
    expect(await outcome(asker.store.get('key'))).toMatchObject({ error: 'done' });
  });
});
