// The rest of an arc is served while another node takes over a part of it.
import { inRange } from '@chord-dht/chord';
import type { Arc } from './record/position';
import type { View } from './view/view';
import { StoreRing } from './testing';

interface Book {
  at(id: string): { readonly arc: Arc; readonly state: { view: View; serving: boolean } };
}

const NAMES = ['node-0:1', 'node-1:1', 'node-2:1'] as const;

describe('a primary of whose arc a home replica has sealed a part', () => {
  it('goes on to serve the rest', async () => {
    const ring = new StoreRing({ seed: 2 });
    await ring.grow([...NAMES]);
    await ring.untilSettled(60_000);
    const keys = Array.from({ length: 60 }, (_, at) => `key-${at}`);
    for (const key of keys)
      await ring.clock.until(ring.store(NAMES[0]).put(key, new Uint8Array([1])));
    await ring.untilSettled(60_000);

    const [primary, member, other] = NAMES.map((name) => ring.member(name));
    const { space } = primary!.chord;
    const { book } = (primary!.store as unknown as { context: { book: Book } }).context;
    const selfId = primary!.chord.self.id;
    const { arc, state } = book.at(selfId);
    const half = space.add(arc.fromId, space.distance(arc.fromId, selfId) / 2n);
    const { epoch, lineage } = state.view;
    const body = {
      arc: { fromId: arc.fromId, toId: half },
      basis: { epoch, lineage },
      ballot: { round: 2 ** 40, node: other!.chord.self.id },
    };
    const promised = other!.chord.peers.call(member!.chord.self, 'view.prepare', body);
    expect(await ring.clock.until(promised)).toMatchObject({ kind: 'promised' });

    const own = keys.filter((key) => inRange(half, primary!.chord.keyId(key), selfId));
    // One after another, so that each home replica is asked.
    const reads: Promise<{ readonly found: boolean }>[] = [];
    let stalled = 0;
    for (let ms = 0; ms < 200; ms += 1) {
      const key = own[ms];
      if (key !== undefined) reads.push(primary!.store.get(key));
      await ring.clock.advance(1);
      if (!book.at(selfId).state.serving) stalled += 1;
    }
    expect([own.length > 5, stalled]).toEqual([true, 0]);
    for (const { found } of await ring.clock.until(Promise.all(reads))) expect(found).toBe(true);
    expect(ring.faults).toEqual([]);
  });
});
