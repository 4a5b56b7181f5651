// A process that is stopped for a while and goes on (SIGSTOP, a machine that is suspended), and who asks it for changes.
import { inRange } from '@chord-dht/chord';
import { NodeClock } from '@chord-dht/chord/testing';
import type { ChangesRequest } from './messages/store-messages';
import type { StoreParts } from './store-parts';
import { StoreRing } from './testing/store-ring';

const NAMES = ['node-0:1', 'node-1:1', 'node-2:1', 'node-3:1'];
const ASLEEP = 'node-1:1';
/** Longer than a watch looks back when it goes on at another node. */
const ASLEEP_MS = 20_000;

describe('a process that sleeps while a watch waits for its answer', () => {
  it('does not say when it wakes that it has told all that others have written meanwhile', async () => {
    const clocks = new Map<string, NodeClock>();
    const ring = new StoreRing({
      seed: 3,
      clockOf: (address, world) => {
        const clock = new NodeClock(world);
        clocks.set(address, clock);
        return clock;
      },
    });
    await ring.grow(NAMES);
    await ring.untilSettled(60_000);
    const { chord, store } = ring.member(ASLEEP);
    const { ownChanges } = (store as unknown as { parts: StoreParts }).parts;
    const arc = { fromId: chord.predecessor!.id, toId: chord.self.id };
    const request: ChangesRequest = {
      ...{ arc, filter: { prefix: '', key: null }, values: false },
      ...{ seen: null, waitMs: 1_000, slackMs: 0 },
    };
    const { seen } = await ring.clock.until(ownChanges.tell(request));
    const told = ownChanges.tell({ ...request, seen });
    // Its view is confirmed by then, and it waits for something to tell.
    await ring.clock.advance(500);

    clocks.get(ASLEEP)!.sleep();
    ring.network.sleep(ASLEEP);
    await ring.clock.advance(ASLEEP_MS);
    const key = keyIn(ring, arc);
    const written = await ring.clock.until(ring.store('node-0:1').put(key, Uint8Array.of(1)));
    // Timers that are due run before anything is read from a socket: it does not know yet that it was replaced.
    clocks.get(ASLEEP)!.wake();
    const reply = await ring.clock.until(told);

    expect(written.owner.address).not.toBe(ASLEEP);
    expect(reply.changes).toEqual([]);
    expect(reply.seen.stamp.timeMs).toBeLessThan(ring.clock.wallMs() - ASLEEP_MS);
  });
});

describe('a primary that is cut off in the middle of a write', () => {
  it('does not tell its own watchers of it, when others have written without it', async () => {
    const ring = new StoreRing({ seed: 5 });
    await ring.grow(NAMES);
    await ring.untilSettled(60_000);
    const { chord, store } = ring.member(ASLEEP);
    const { ownChanges } = (store as unknown as { parts: StoreParts }).parts;
    const arc = { fromId: chord.predecessor!.id, toId: chord.self.id };
    const key = keyIn(ring, arc);
    await ring.clock.until(store.put(key, Uint8Array.of(0)));
    const request: ChangesRequest = {
      ...{ arc, filter: { prefix: '', key: null }, values: false },
      ...{ seen: null, waitMs: 1_000, slackMs: 0 },
    };
    const { seen } = await ring.clock.until(ownChanges.tell(request));

    ring.network.faults.part(
      [ASLEEP],
      NAMES.filter((name) => name !== ASLEEP),
    );
    const lost = store.put(key, Uint8Array.of(1)).then(
      () => 'acknowledged',
      () => 'not acknowledged',
    );
    expect(await ring.clock.until(lost)).toBe('not acknowledged');
    await ring.clock.advance(ASLEEP_MS);
    const written = await ring.clock.until(ring.store('node-0:1').put(key, Uint8Array.of(2)));
    ring.network.faults.heal();
    await ring.untilSettled(120_000);

    const { changes } = await ring.clock.until(ownChanges.tell({ ...request, seen }));
    const told = changes.map(({ version, hasGap }) => ({ version, hasGap }));
    expect(told).toEqual([{ version: written.version, hasGap: true }]);
  });
});

function keyIn(ring: StoreRing, { fromId, toId }: ChangesRequest['arc']): string {
  const { chord } = ring.member(ASLEEP);
  const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
  return keys.find((key) => inRange(fromId, chord.keyId(key), toId)) as string;
}
