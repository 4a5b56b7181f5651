// Requests that arrive while the next view of their arc is chosen are answered as soon as it has begun.
import type { FullContext } from './primary/store-context';
import type { StoreParts } from './store-parts';
import { StoreRing } from './testing';

const NAMES = ['node-0:1', 'node-1:1'] as const;
const THIRD = 'node-2:1';
const KEYS = Array.from({ length: 60 }, (_, index) => `key-${index}`);
/** In milliseconds: the time in which a member accepts a view. */
const ACCEPT_MS = 250;
/** In milliseconds: a few messages, to the primary and from it to another home replica. */
const SOON_MS = 60;

const contextOf = (ring: StoreRing, name: string): FullContext =>
  (ring.store(name) as unknown as { parts: StoreParts }).parts.context;

/** Slows the choice of views at every node. */
function slowChoices(ring: StoreRing): void {
  for (const name of [...NAMES, THIRD]) {
    const context = contextOf(ring, name);
    const { call } = context;
    const slow: FullContext['call'] = async (to, type, body, options) => {
      if (type === 'view.accept')
        await new Promise<void>((resolve) => void ring.clock.after(ACCEPT_MS, resolve));
      return call(to, type, body, options);
    };
    Object.assign(context, { call: slow });
  }
}

describe('a key whose next view is being chosen', () => {
  it.each([1, 2, 3])('is served as soon as that has begun (seed %i)', async (seed) => {
    const ring = new StoreRing({ seed });
    await ring.grow([...NAMES]);
    await ring.untilSettled(60_000);
    const [via] = NAMES;
    for (const key of KEYS) await ring.clock.until(ring.store(via).put(key, new Uint8Array([1])));
    const third = ring.add(THIRD);
    slowChoices(ring);
    /** The times at which views with these keys began. */
    const begun: { readonly keys: ReadonlySet<string>; readonly atMs: number }[] = [];
    for (const name of [...NAMES, THIRD])
      contextOf(ring, name).events.on((event) => {
        if (event.type !== 'view-began') return;
        const { book, chord } = contextOf(ring, name);
        const isIn = (key: string): boolean =>
          book.within(event.arc).some(({ arc }) => book.at(chord.keyId(key)).arc.toId === arc.toId);
        begun.push({ keys: new Set(KEYS.filter(isIn)), atMs: ring.clock.nowMs() });
      });
    const joined = third.joinVia([via]);
    let isJoined = false;
    void joined.then(() => (isJoined = true));
    const late: number[] = [];
    let waited = 0;
    const reads: Promise<void>[] = [];
    for (let turn = 0; !isJoined || !ring.isSettled(); turn += 1) {
      const key = KEYS[turn % KEYS.length]!;
      const sinceMs = ring.clock.nowMs();
      const read = async (): Promise<void> => {
        const { found } = await ring.store(NAMES[turn % 2]!).get(key);
        expect(found).toBe(true);
        const atMs = ring.clock.nowMs();
        if (atMs - sinceMs < SOON_MS) return;
        waited += 1;
        const fromMs = begun
          .filter((one) => one.keys.has(key) && one.atMs <= atMs)
          .reduce((latest, one) => Math.max(latest, one.atMs), sinceMs);
        late.push(atMs - fromMs);
      };
      reads.push(read());
      await ring.clock.advance(5);
    }
    await ring.clock.until(Promise.all(reads));
    expect(waited).toBeGreaterThan(10);
    expect(Math.max(...late)).toBeLessThan(SOON_MS);
    expect(ring.faults).toEqual([]);
  });
});
