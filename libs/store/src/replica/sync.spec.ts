import { inRange } from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import { DEFAULT_STORE_PARAMETERS } from '../base/parameters';
import type { Arc } from '../record/position';
import type { FullContext } from '../primary/store-context';
import type { StoreParts } from '../store-parts';
import { StoreRing } from '../testing';
import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { digestOf } from './digest';
import { Movement } from './movement';
import { Sync } from './sync';
import { TakenParts } from './taken-parts';

const RECORDS = 6_000;
const [HERE, THERE] = ['node-0:1', 'node-1:1'] as const;

/** The same records at two nodes, and a sync from one to the other that counts what it asks. */
async function twins(seed: number) {
  const ring = new StoreRing({ seed, store: { antiEntropyMs: 3_600_000 } });
  await ring.grow([HERE, THERE]);
  await ring.untilSettled(60_000);
  // What a view brings with it when it begins is over as well.
  await ring.clock.advance(2_000);
  const { context } = (ring.store(HERE) as unknown as { parts: StoreParts }).parts;
  const asked: string[] = [];
  const call: FullContext['call'] = (to, type, body, options) => {
    asked.push(type);
    return context.call(to, type, body, options);
  };
  const here = ring.member(HERE).records;
  const there = ring.member(THERE).records;
  const keyOf = (index: number): string => `key-${index}`;
  const record = (index: number, timeMs = 1) =>
    makeRecord(context.chord.keyId(keyOf(index)), keyOf(index), { version: makeVersion(timeMs) });
  const put = Array.from({ length: RECORDS }, (_, index) => record(index));
  for (const records of [here, there]) await records.write({ put });
  const { id } = context.chord.self;
  const arc = { fromId: id, toId: id };
  const peer = ring.member(THERE).chord.self;
  const sync = new Sync({ ...context, call }, new Movement(context.chord.clock));
  /** A change of all views that are in force. */
  const bases = context.book.all().flatMap(({ state: { view } }) => view ?? []);
  const under = { bases, ballot: { round: 1, node: id } };
  const push = (part: Arc) => ring.clock.until(sync.push(peer, part, under));
  const pull = (part: Arc, taken?: TakenParts) =>
    ring.clock.until(sync.pull(peer, part, under, taken));
  const peers = (ring.store(THERE) as unknown as { parts: StoreParts }).parts.context;
  const changes = { here: context.recentWrites, there: peers.recentWrites };
  return { ring, here, there, record, arc, peer, asked, push, pull, changes };
}

describe('bringing two replicas to the same records', () => {
  it('takes one question when they are equal', async () => {
    const { arc, asked, push } = await twins(1);
    await push(arc);
    expect(asked).toEqual(['replica.digest']);
  });

  it('follows what was written since the last time by name, and compares nothing', async () => {
    const { here, there, record, arc, peer, asked, push, pull, changes } = await twins(8);
    const own = { fromId: arc.toId, toId: peer.id };
    const isIn = ({ keyId }: { keyId: string }): boolean => inRange(own.fromId, keyId, own.toId);
    await push(own);
    await pull(own);
    const some = Array.from({ length: RECORDS }, (_, index) => record(index, 2)).filter(isIn);
    const [newHere, newThere] = [some.slice(0, 70), some.slice(70, 140)];
    await here.write({ put: newHere });
    changes.here.note(newHere.map((position) => ({ position })));
    await there.write({ put: newThere });
    changes.there.note(newThere.map((position) => ({ position })));
    asked.length = 0;
    await pull(own);
    expect(asked.slice(0, 2)).toEqual(['replica.changes', 'replica.fetch']);
    asked.length = 0;
    await push(own);
    expect(asked).toEqual(['replica.store', 'replica.digest']);
    expect(digestOf(there, own)).toEqual(digestOf(here, own));
  });

  it('lists only the neighbourhood of what differs', async () => {
    const { here, there, record, arc, asked, push } = await twins(2);
    await here.write({ put: [record(1_234, 2)] });
    await push(arc);
    expect(digestOf(there, arc)).toEqual(digestOf(here, arc));
    // The whole, its parts, and the records of one part, of which there are fewer than fit a page.
    expect(asked).toEqual(['replica.digest', 'replica.parts', 'replica.heads', 'replica.store']);
  });

  it.each([3, 4, 5])(
    'finds every difference, whoever has the later one (seed %i)',
    async (seed) => {
      const { here, there, record, arc, push, pull } = await twins(seed);
      const random = new SeededRandom(seed);
      for (let turn = 0; turn < 200; turn += 1) {
        const index = random.below(RECORDS);
        const records = random.below(2) === 0 ? here : there;
        if (random.below(3) === 0) await records.write({ drop: [record(index)] });
        else await records.write({ put: [record(index, 2 + turn)] });
      }
      expect(digestOf(there, arc)).not.toEqual(digestOf(here, arc));
      await pull(arc);
      await push(arc);
      expect(digestOf(there, arc)).toEqual(digestOf(here, arc));
      expect(here.count(arc)).toBeGreaterThan(RECORDS - 20);
    },
  );

  it('sends everything to a peer that has nothing, without looking for where to begin', async () => {
    const { here, there, arc, peer, asked, push } = await twins(6);
    // Of the arc of which the sender is the primary: elsewhere the other one says what there is.
    const own = { fromId: peer.id, toId: arc.toId };
    await there.clear();
    await push(own);
    expect(digestOf(there, own)).toEqual(digestOf(here, own));
    const pages = Math.ceil(here.count(own) / DEFAULT_STORE_PARAMETERS.pageRecordsMax);
    expect(pages).toBeGreaterThan(2);
    // And once more, as there was much: something may have been written meanwhile.
    expect(asked).toEqual([
      'replica.digest',
      ...Array.from({ length: pages }, () => 'replica.store'),
      'replica.digest',
    ]);
  });

  it('fetches everything from a peer when this node has nothing, page by page', async () => {
    const { here, there, arc, peer, asked, pull } = await twins(7);
    // Of the peer's own arc: what this node is the primary of it does not take under that change.
    const own = { fromId: arc.toId, toId: peer.id };
    await here.clear();
    await pull(own);
    expect(digestOf(here, own)).toEqual(digestOf(there, own));
    const pages = Math.ceil(there.count(own) / DEFAULT_STORE_PARAMETERS.pageRecordsMax);
    expect(asked.filter((type) => type === 'replica.page')).toHaveLength(pages);
    expect(asked).not.toContain('replica.heads');
  });

  describe('which were taken from another', () => {
    /** The peer has what was taken, and this node more than that by now. */
    async function taken(seed: number, damage = false) {
      const { here, there, record, arc, peer, asked, pull } = await twins(seed);
      const own = { fromId: arc.toId, toId: peer.id };
      const some = Array.from({ length: RECORDS }, (_, index) => record(index));
      const within = some.filter(({ keyId }) => inRange(own.fromId, keyId, own.toId));
      await here.write({ drop: within.filter((_, at) => at % 2 === 0) });
      const first = within[0] as (typeof within)[0];
      if (damage)
        there.damage(first.keyId, first.key, (bytes) => void (bytes[bytes.length - 1]! ^= 1));
      const parts = new TakenParts();
      await pull(own, parts);
      const newer = within.map(({ keyId, key }) =>
        makeRecord(keyId, `${key} of another ring`, { version: makeVersion(2) }),
      );
      await here.write({ put: newer });
      asked.length = 0;
      await pull(own, parts);
      return { here, within, newer, own, asked, first };
    }

    it('are not compared name by name again', async () => {
      const { here, within, newer, own, asked } = await taken(9);
      expect(asked).toEqual(['replica.changes', 'replica.digest', 'replica.parts']);
      expect(here.count(own)).toBe(within.length + newer.length);
    });

    it('are compared where one could not be read there', async () => {
      const { here, asked, first } = await taken(9, true);
      expect(asked).toContain('replica.heads');
      expect(here.get(first.keyId, first.key)).toBeUndefined();
    });
  });
});
