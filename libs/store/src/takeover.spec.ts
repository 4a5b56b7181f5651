// Home replicas fall silent: their keys are unavailable for a limited time, and a replica that missed a write gets it.
import { StoreRing } from './testing';

const NAMES = Array.from({ length: 5 }, (_, index) => `node-${index}:1`);
const KEYS = Array.from({ length: 30 }, (_, index) => `key-${index}`);
const REPLICAS = 3;
/** The limit of the fault matrix, in milliseconds. */
const OUT_MS = 5_000;

async function ringOf(seed: number, antiEntropyMs = 30_000): Promise<StoreRing> {
  const ring = new StoreRing({ seed, store: { antiEntropyMs } });
  await ring.grow(NAMES);
  await ring.untilSettled(60_000);
  return ring;
}

/** The home replicas of each key in a complete ring. */
function homesOf(ring: StoreRing, key: string): string[] {
  const id = ring.member(NAMES[0]!).chord.keyId(key);
  const ids = NAMES.map((name) => ring.member(name).chord.self).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const owner = Math.max(
    0,
    ids.findIndex((node) => node.id >= id),
  );
  return Array.from({ length: REPLICAS }, (_, turn) => ids[(owner + turn) % ids.length]!.address);
}

describe('a ring of which two of five nodes fall silent', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'takes writes again within the limit, wherever a majority is left (seed %i)',
    async (seed) => {
      const ring = await ringOf(seed);
      const few = NAMES.slice(0, 2);
      const many = NAMES.slice(2);
      const kept = KEYS.filter(
        (key) => homesOf(ring, key).filter((name) => many.includes(name)).length >= 2,
      );
      expect(kept.length).toBeGreaterThan(0);
      ring.network.faults.part(few, many);
      const cutMs = ring.clock.nowMs();
      const outMs = async (key: string, turn: number): Promise<number> => {
        const via = many[turn % many.length]!;
        for (;;) {
          const written = await ring
            .store(via)
            .put(key, new Uint8Array([turn]))
            .catch(() => null);
          const passedMs = ring.clock.nowMs() - cutMs;
          if (written || passedMs > 4 * OUT_MS) return passedMs;
        }
      };
      const outs = await ring.clock.until(Promise.all(kept.map(outMs)));
      expect(Math.max(...outs)).toBeLessThanOrEqual(OUT_MS);
      expect(ring.faults).toEqual([]);
    },
  );
});

describe('a home replica that did not confirm a write', () => {
  it('gets it as soon as it answers again, without waiting for a comparison', async () => {
    const ring = await ringOf(7, 3_600_000);
    const { owner } = await ring.clock.until(ring.store(NAMES[0]!).put('key', new Uint8Array([1])));
    const missing = homesOf(ring, 'key').find((name) => name !== owner.address)!;
    ring.network.faults.cut([owner.address], [missing]);
    await ring.clock.until(ring.store(owner.address).put('key', new Uint8Array([2])));
    ring.network.faults.heal();
    const { chord, records } = ring.member(missing);
    const valueThere = () => records.get(chord.keyId('key'), 'key')?.value[0];
    expect(valueThere()).toBe(1);
    await ring.until(() => valueThere() === 2, 15_000);
    expect(ring.faults).toEqual([]);
  });
});
