// Three copies of each value: through deaths, lost disks, merges, and a node that leaves and hands over.
import { StoreRing } from './testing';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => new TextDecoder().decode(value);
const names = (count: number, prefix = 'node'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}:1`);

async function ringOf(count: number, seed: number): Promise<StoreRing> {
  const ring = new StoreRing({ seed });
  await ring.grow(names(count));
  await ring.untilSettled(60_000);
  return ring;
}

async function putAll(
  ring: StoreRing,
  count: number,
  value: (index: number) => string,
): Promise<void> {
  const stores = [...ring.members.values()].map((member) => member.store);
  for (let index = 0; index < count; index += 1) {
    await ring.clock.until(stores[index % stores.length]!.put(`key-${index}`, bytes(value(index))));
  }
}

async function expectAll(
  ring: StoreRing,
  count: number,
  value: (index: number) => string,
): Promise<void> {
  const stores = [...ring.members.values()].map((member) => member.store);
  for (let index = 0; index < count; index += 1) {
    const got = await ring.clock.until(stores[(index * 7) % stores.length]!.get(`key-${index}`));
    expect(got.found && text(got.value)).toBe(value(index));
  }
}

/** The number of members with a key. */
function copies(ring: StoreRing, key: string): number {
  return [...ring.members.values()].filter(
    ({ chord, records }) => records.get(chord.keyId(key), key) !== undefined,
  ).length;
}

describe('values on three home replicas', () => {
  it('are there in exactly three copies when the ring is at rest', async () => {
    const ring = await ringOf(6, 1);
    await putAll(ring, 60, (index) => `value ${index}`);
    await ring.untilSettled(30_000);
    for (let index = 0; index < 60; index += 1) expect(copies(ring, `key-${index}`)).toBe(3);
    expect(ring.faults).toEqual([]);
  });

  it.each([1, 2, 3])(
    'survive the loss of one node with its disk, one after another (seed %i)',
    async (seed) => {
      const ring = await ringOf(6, seed);
      await putAll(ring, 60, (index) => `value ${index}`);
      for (const name of ['node-1:1', 'node-4:1']) {
        ring.crash(name);
        await expectAll(ring, 60, (index) => `value ${index}`);
        await ring.untilSettled(60_000);
      }
      for (let index = 0; index < 60; index += 1) expect(copies(ring, `key-${index}`)).toBe(3);
      expect(ring.faults).toEqual([]);
    },
  );

  it('are overwritten and read while a node is down, and nothing stale comes back with it', async () => {
    const ring = await ringOf(5, 4);
    await putAll(ring, 50, (index) => `old ${index}`);
    const remembered = ring.member('node-2:1').chord.rememberedPeers();
    ring.crash('node-2:1');
    await putAll(ring, 50, (index) => `new ${index}`);
    const back = await ring.restart('node-2:1', remembered);
    await ring.until(() => back.membership === 'member', 60_000);
    await expectAll(ring, 50, (index) => `new ${index}`);
    await ring.untilSettled(60_000);
    await expectAll(ring, 50, (index) => `new ${index}`);
    for (let index = 0; index < 50; index += 1) expect(copies(ring, `key-${index}`)).toBe(3);
  });

  it('come back when all nodes were stopped at once', async () => {
    const ring = await ringOf(5, 5);
    await putAll(ring, 40, (index) => `value ${index}`);
    const remembered = new Map(
      [...ring.members].map(([name, { chord }]) => [name, chord.rememberedPeers()]),
    );
    for (const name of names(5)) ring.crash(name);
    for (const [name, peers] of remembered) await ring.restart(name, peers);
    await ring.untilSettled(120_000);
    await expectAll(ring, 40, (index) => `value ${index}`);
    expect(ring.faults).toEqual([]);
  });

  it('are refused, not reported as absent, when two of their three replicas are gone', async () => {
    const ring = await ringOf(3, 6);
    await putAll(ring, 10, (index) => `value ${index}`);
    ring.crash('node-1:1');
    ring.crash('node-2:1');
    const reading = ring.clock.until(ring.store('node-0:1').get('key-1', { timeoutMs: 5_000 }));
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await ring.restart('node-1:1', ['node-0:1']);
    await ring.clock.advance(10_000);
    await expectAll(ring, 10, (index) => `value ${index}`);
  });

  it('are all there after two rings of five met, the later version where both had one', async () => {
    const ring = new StoreRing({ seed: 7 });
    await ring.grow(names(5, 'left'));
    await ring.grow(names(5, 'right'));
    await ring.untilSettledApart(60_000);
    for (let index = 0; index < 40; index += 1) {
      await ring.clock.until(
        ring.store(`left-${index % 5}:1`).put(`left ${index}`, bytes(`l${index}`)),
      );
      await ring.clock.until(
        ring.store(`right-${index % 5}:1`).put(`right ${index}`, bytes(`r${index}`)),
      );
    }
    await ring.clock.until(ring.store('left-0:1').put('both', bytes('earlier')));
    await ring.clock.advance(5);
    await ring.clock.until(ring.store('right-0:1').put('both', bytes('later')));
    await ring.clock.until(ring.member('left-0:1').chord.unite(['right-0:1']));
    await ring.untilSettled(60_000);
    for (const { store } of ring.members.values()) {
      for (let index = 0; index < 40; index += 1) {
        for (const side of ['left', 'right']) {
          const got = await ring.clock.until(store.get(`${side} ${index}`));
          expect(got.found && text(got.value)).toBe(`${side[0]}${index}`);
        }
      }
      const both = await ring.clock.until(store.get('both'));
      expect(both.found && text(both.value)).toBe('later');
    }
    expect(ring.faults).toEqual([]);
  });

  it('lets a wiped node vote for nothing until it has its records again', async () => {
    const ring = await ringOf(3, 8);
    await putAll(ring, 30, (index) => `value ${index}`);
    ring.crash('node-1:1');
    ring.wipe('node-1:1');
    const wiped = await ring.restart('node-1:1');
    await ring.clock.until(wiped.joinVia(['node-0:1']));
    ring.crash('node-2:1');
    await expect(
      ring.clock.until(ring.store('node-1:1').get('key-1', { timeoutMs: 300 })),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await ring.restart('node-2:1', ['node-0:1']);
    await ring.untilSettled(60_000);
    await expectAll(ring, 30, (index) => `value ${index}`);
    for (let index = 0; index < 30; index += 1) expect(copies(ring, `key-${index}`)).toBe(3);
  });

  it('stay deleted when a replica returns that never got the deletion', async () => {
    const ring = await ringOf(5, 9);
    await putAll(ring, 20, (index) => `value ${index}`);
    ring.crash('node-3:1');
    for (let index = 0; index < 20; index += 1) {
      expect(await ring.clock.until(ring.store('node-0:1').remove(`key-${index}`))).toMatchObject({
        removed: true,
      });
    }
    await ring.restart('node-3:1', ['node-0:1']);
    await ring.untilSettled(60_000);
    for (const { store } of ring.members.values()) {
      for (let index = 0; index < 20; index += 1) {
        expect(await ring.clock.until(store.get(`key-${index}`))).toMatchObject({ found: false });
      }
    }
  });

  it('leave with a node that leaves, and nothing is missing', async () => {
    const ring = await ringOf(4, 10);
    await putAll(ring, 40, (index) => `value ${index}`);
    for (const name of ['node-1:1', 'node-2:1', 'node-3:1']) {
      await ring.clock.until(ring.leave(name));
      await expectAll(ring, 40, (index) => `value ${index}`);
    }
    expect(ring.faults).toEqual([]);
  });
});
