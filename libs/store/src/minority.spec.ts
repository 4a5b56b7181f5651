// Too few home replicas: nothing is acknowledged, no client waits long, and a lost disk does not count.
import { StoreRing } from './testing';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => new TextDecoder().decode(value);
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);
const KEYS = Array.from({ length: 40 }, (_, index) => `key-${index}`);
/** The limit of the fault matrix, in milliseconds. */
const REFUSED_MS = 2_000;

async function ringOf(count: number, seed: number): Promise<StoreRing> {
  const ring = new StoreRing({ seed });
  await ring.grow(names(count));
  await ring.untilSettled(60_000);
  return ring;
}

describe('the smaller part of a ring that is cut in two', () => {
  it('refuses what it has no quorum for, in time, and is one ring again after healing', async () => {
    const ring = await ringOf(5, 21);
    for (const key of KEYS)
      await ring.clock.until(ring.store('node-0:1').put(key, bytes('before')));
    const few = ['node-0:1', 'node-3:1'];
    const many = names(5).filter((name) => !few.includes(name));
    ring.network.faults.part(few, many);

    const refused: number[] = [];
    const acknowledged = new Set<string>();
    const write = async (key: string): Promise<void> => {
      const startMs = ring.clock.nowMs();
      try {
        await ring.store('node-0:1').put(key, bytes('in the smaller part'));
        acknowledged.add(key);
      } catch (error) {
        expect(error).toMatchObject({ code: 'UNAVAILABLE' });
        refused.push(ring.clock.nowMs() - startMs);
      }
    };
    await ring.clock.until(Promise.all(KEYS.map(write)));
    expect(Math.max(...refused)).toBeLessThanOrEqual(REFUSED_MS);
    refused.length = 0;
    await ring.clock.advance(8_000);
    await ring.clock.until(Promise.all(KEYS.map(write)));
    expect(refused.length).toBeGreaterThan(0);
    expect(Math.max(...refused)).toBeLessThanOrEqual(REFUSED_MS);

    // Where the smaller part has no majority the larger one has, and the other way round.
    for (const key of KEYS) {
      const other = ring.store(many[0]!).put(key, bytes('in the larger part'));
      const result = await ring.clock.until(
        other.then(
          () => 'acknowledged',
          (error: Error) => error.message,
        ),
      );
      expect([key, result === 'acknowledged', result]).toEqual([
        key,
        !acknowledged.has(key),
        result,
      ]);
    }
    ring.network.faults.heal();
    await ring.untilSettled(15_000);
    for (const key of KEYS) {
      const got = await ring.clock.until(ring.store('node-3:1').get(key));
      const wanted = acknowledged.has(key) ? 'in the smaller part' : 'in the larger part';
      expect([key, got.found && text(got.value)]).toEqual([key, wanted]);
    }
  });
});

describe('a node that is cut off from all others', () => {
  it('refuses in time, also when it is alone by then', async () => {
    const ring = await ringOf(5, 22);
    await ring.clock.until(ring.store('node-0:1').put('key', bytes('before')));
    ring.network.faults.part(
      ['node-2:1'],
      names(5).filter((name) => name !== 'node-2:1'),
    );
    for (const waitMs of [0, 3_000, 10_000]) {
      await ring.clock.advance(waitMs);
      const startMs = ring.clock.nowMs();
      const writes = KEYS.map((key) => ring.store('node-2:1').put(key, bytes('cut off')));
      const results = await ring.clock.until(Promise.allSettled(writes));
      expect(results.map(({ status }) => status)).toEqual(KEYS.map(() => 'rejected'));
      expect(ring.clock.nowMs() - startMs).toBeLessThanOrEqual(REFUSED_MS);
    }
    expect(ring.member('node-2:1').chord.membership).toBe('alone');
  });
});

describe('a home replica whose disk was lost', () => {
  /** Three nodes, each a home replica of every key; the primary of `key` and the two others. */
  async function threeFor(key: string, seed: number) {
    const ring = await ringOf(3, seed);
    const { owner } = await ring.clock.until(ring.store('node-0:1').put(key, bytes('old')));
    const [second, third] = names(3).filter((name) => name !== owner.address);
    return { ring, primary: owner.address, second: second!, third: third! };
  }

  it.each([31, 32, 33])(
    'does not help to begin a view without the records that it has lost (seed %i)',
    async (seed) => {
      const { ring, primary, second, third } = await threeFor('key', seed);
      // The third does not get the new value; primary and second are its majority.
      ring.network.faults.cut([primary], [third]);
      await ring.clock.until(ring.store(primary).put('key', bytes('new')));
      ring.network.faults.heal();
      ring.crash(second);
      ring.wipe(second);
      const wiped = await ring.restart(second);
      ring.crash(primary);
      await ring.clock.until(wiped.joinVia([third]).catch(() => undefined));
      await ring.clock.advance(20_000);
      for (const name of [second, third]) {
        const reading = ring.clock.until(ring.store(name).get('key', { timeoutMs: 2_000 }));
        await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      }
      await ring.restart(primary, [second, third]);
      await ring.untilSettled(60_000);
      const got = await ring.clock.until(ring.store(third).get('key'));
      expect(got.found && text(got.value)).toBe('new');
    },
  );

  it('counts again only in the next view, even if no node noticed its absence', async () => {
    const { ring, primary, second, third } = await threeFor('key', 34);
    const epochs = () =>
      ring.events.flatMap(({ node, event }) =>
        node === primary && event.type === 'view-began' ? [event.epoch] : [],
      );
    const before = epochs().length;
    ring.crash(second);
    ring.wipe(second);
    const wiped = await ring.restart(second);
    await ring.clock.until(wiped.joinVia([third]).catch(() => undefined));
    await ring.until(() => epochs().length > before, 60_000);
    await ring.untilSettled(60_000);
    ring.crash(third);
    const got = await ring.clock.until(ring.store(second).get('key'));
    expect(got.found && text(got.value)).toBe('old');
  });
});
