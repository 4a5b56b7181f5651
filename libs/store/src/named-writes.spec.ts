import { namedWriteId } from './record/write-id';
import { WRITES_MAX } from './record/stored-record';
import { StoreRing } from './testing';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const NAME = 'a1'.repeat(8);
const idOf = (request: string): string => namedWriteId(NAME, request.repeat(8));

async function setUp() {
  const ring = new StoreRing({ seed: 1 });
  await ring.grow(NODES);
  await ring.untilSettled(60_000);
  const at = (index: number) => ring.store(NODES[index] as string);
  const until = <Result>(task: Promise<Result>) => ring.clock.until(task);
  const valueAt = async (index: number): Promise<string | null> => {
    const found = await until(at(index).get('key'));
    return found.found ? new TextDecoder().decode(found.value) : null;
  };
  return { ring, at, until, valueAt };
}

describe('a write that a client has named', () => {
  it('gets its first answer again when it is repeated, through any node', async () => {
    const { ring, at, until, valueAt } = await setUp();
    const options = { writeId: idOf('01'), ttlSeconds: 60 };
    const first = await until(at(0).put('key', bytes('one'), options));
    expect(first).toMatchObject({ created: true, replayed: false });
    await ring.clock.advance(500);
    for (const index of [0, 1, 2, 3]) {
      const { version, created, expiresAtMs } = first;
      const again = await until(at(index).put('key', bytes('one'), options));
      expect(again).toMatchObject({ version, created, expiresAtMs, replayed: true });
    }
    await until(at(2).put('key', bytes('later')));
    const late = await until(at(1).put('key', bytes('one'), options));
    // The value that it put is gone, so its expiry is no longer known.
    expect(late).toMatchObject({ version: first.version, expiresAtMs: undefined, replayed: true });
    expect(await valueAt(3)).toBe('later');
  });

  it('lends its name to no other, and changes nothing then', async () => {
    const { at, until, valueAt } = await setUp();
    await until(at(0).put('key', bytes('one'), { writeId: idOf('01') }));
    for (const index of [0, 1, 2, 3]) {
      const other = { writeId: idOf('02') };
      const refused = { code: 'OTHER_REQUEST' };
      await expect(until(at(index).put('key', bytes('two'), other))).rejects.toMatchObject(refused);
      await expect(until(at(index).remove('key', other))).rejects.toMatchObject(refused);
    }
    expect(await valueAt(1)).toBe('one');
  });

  it('keeps its name when the primary has died, as long as the record is remembered', async () => {
    const { ring, at, until, valueAt } = await setUp();
    const first = await until(at(0).put('key', bytes('one'), { writeId: idOf('01') }));
    ring.crash(first.owner.address);
    await ring.untilSettled(120_000);
    const left = NODES.findIndex((name) => name !== first.owner.address);
    const again = await until(at(left).put('key', bytes('one'), { writeId: idOf('01') }));
    expect(again).toMatchObject({ version: first.version, replayed: true });
    await expect(
      until(at(left).put('key', bytes('two'), { writeId: idOf('02') })),
    ).rejects.toMatchObject({ code: 'OTHER_REQUEST' });
    expect(await valueAt(left)).toBe('one');
  });

  it('is recognised as a removal too', async () => {
    const { at, until } = await setUp();
    await until(at(0).put('key', bytes('one')));
    const options = { writeId: idOf('03') };
    expect(await until(at(1).remove('key', options))).toMatchObject({
      removed: true,
      replayed: false,
    });
    await until(at(2).put('key', bytes('two')));
    expect(await until(at(3).remove('key', options))).toMatchObject({
      removed: true,
      replayed: true,
    });
    expect((await until(at(0).get('key'))).found).toBe(true);
  });

  it('is forgotten after so many others, and its name is free again', async () => {
    const { at, until } = await setUp();
    await until(at(0).put('key', bytes('one'), { writeId: idOf('01') }));
    for (let index = 0; index < WRITES_MAX; index += 1)
      await until(at(0).put('key', bytes(`${index}`)));
    const other = await until(at(0).put('key', bytes('two'), { writeId: idOf('02') }));
    expect(other.replayed).toBe(false);
  });
});

describe('the time to live of a value', () => {
  it('is in the answer of the write, and kept or dropped by the next one', async () => {
    const { ring, at, until } = await setUp();
    const wallMs = ring.member(NODES[0] as string).chord.clock.wallMs();
    const first = await until(at(0).put('key', bytes('one'), { ttlSeconds: 60 }));
    expect(first.expiresAtMs).toBeGreaterThanOrEqual(wallMs + 59_000);
    await ring.clock.advance(10_000);
    for (const index of [1, 2, 3]) {
      const kept = await until(at(index).put('key', bytes('more'), { ttlSeconds: 'keep' }));
      expect(kept.expiresAtMs).toBe(first.expiresAtMs);
    }
    const { keys } = await until(at(2).list({ limit: 10 }));
    expect(keys).toMatchObject([{ key: 'key', expiresAtMs: first.expiresAtMs }]);
    expect((await until(at(1).put('key', bytes('for ever')))).expiresAtMs).toBeNull();
    expect(
      (await until(at(1).put('new', bytes('x'), { ttlSeconds: 'keep' }))).expiresAtMs,
    ).toBeNull();
  });

  it('that has expired is not kept', async () => {
    const { ring, at, until } = await setUp();
    await until(at(0).put('key', bytes('one'), { ttlSeconds: 1 }));
    await ring.clock.advance(2_000);
    const next = await until(at(0).put('key', bytes('two'), { ttlSeconds: 'keep' }));
    expect(next).toMatchObject({ created: true, expiresAtMs: null });
  });
});
