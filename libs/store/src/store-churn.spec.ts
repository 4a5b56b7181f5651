// Random histories on rings that change, from seeds. STORE_SEEDS=1-100 runs more of them.
import { SeededRandom } from '@chord-dht/chord/testing';
import { codeOf, type Address } from '@chord-dht/chord';
import { DEFAULT_STORE_PARAMETERS } from './base/parameters';
import { StoreHistory, StoreRing } from './testing';
import { decodeUtf8, encodeUtf8 } from './base/utf8';

const [firstSeed = 1, lastSeed = 2] = (process.env['STORE_SEEDS'] ?? '')
  .split('-')
  .filter(Boolean)
  .map(Number);
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) => firstSeed + index);
const LIMIT_MS = 3_600_000;

const names = (count: number, prefix: string): Address[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}:1`);

class Scene {
  readonly random: SeededRandom;
  readonly ring: StoreRing;
  readonly leaving = new Set<Address>();
  private made = 0;

  constructor(seed: number) {
    this.ring = new StoreRing({ seed });
    this.random = new SeededRandom(seed * 7_919);
  }

  pause(meanMs: number): Promise<void> {
    return new Promise(
      (resolve) => void this.ring.clock.after(2 * meanMs * this.random.next(), resolve),
    );
  }

  /** Members that stay. */
  stable(): Address[] {
    return [...this.ring.members]
      .filter(([address, { chord }]) => !this.leaving.has(address) && chord.membership === 'member')
      .map(([address]) => address);
  }

  async join(): Promise<void> {
    const via = this.random.pick(this.stable());
    await this.ring.add(`guest-${(this.made += 1)}:1`).joinVia([via]);
  }

  async leave(address: Address): Promise<void> {
    this.leaving.add(address);
    await this.ring.leave(address);
  }

  async value(key: string): Promise<string | null> {
    const found = await this.ring.clock.until(
      this.ring.store(this.random.pick(this.stable())).get(key),
    );
    return found.found ? (decodeUtf8(found.value) ?? 'no text') : null;
  }

  /** The number of copies of each key, tombstones included. */
  copies(): Map<string, number> {
    const copies = new Map<string, number>();
    for (const { records, chord } of this.ring.members.values()) {
      const everything = { fromId: chord.self.id, toId: chord.self.id };
      for (const { key } of records.scan(everything, { records: 100_000 }).items)
        copies.set(key, (copies.get(key) ?? 0) + 1);
    }
    return copies;
  }

  /** Keys with more or fewer copies than they should have. */
  wrongCopies(): [key: string, count: number][] {
    const wanted = Math.min(DEFAULT_STORE_PARAMETERS.replicas, this.ring.members.size);
    return [...this.copies()].filter(([, count]) => count !== wanted);
  }

  eventsOf(type: string): unknown[] {
    return this.ring.events.filter(({ event }) => event.type === type);
  }
}

describe.each(seeds)('with seed %i', (seed) => {
  it.each([
    ['a change every 400 ms', 400, 12],
    ['a change every 120 ms', 120, 25],
  ])('no answer is wrong while nodes join and leave: %s', async (_name, meanMs, changes) => {
    const scene = new Scene(seed);
    const { ring, random } = scene;
    await ring.grow(names(5, `node${seed}`));
    await ring.untilSettled();
    const history = new StoreHistory({
      clock: ring.clock,
      random,
      keys: 20,
      pauseMs: 30,
      pick: () => ring.member(random.pick(scene.stable())),
    });
    const change = async (): Promise<void> => {
      const moving: Promise<void>[] = [];
      for (let index = 0; index < changes; index += 1) {
        await scene.pause(meanMs);
        const members = scene.stable();
        const grows = members.length < 4 || (members.length < 12 && random.next() < 0.55);
        moving.push(grows ? scene.join() : scene.leave(random.pick(members)));
      }
      await Promise.all(moving);
      await scene.pause(250);
      history.stop();
    };
    await ring.clock.until(Promise.all([history.run(), change()]), LIMIT_MS);
    const { entries } = history.history;
    const unavailable = entries.filter(({ outcome }) => outcome !== 'ok').length;
    expect(unavailable).toBeLessThanOrEqual(entries.length / 100);

    await ring.untilSettled(60_000);
    for (const address of scene.stable())
      await ring.clock.until(history.readAll(ring.member(address)));
    expect(history.problems()).toEqual([]);
    const listed = (
      await ring.clock.until(ring.store(scene.stable()[0]!).list({ limit: 1_000 }))
    ).keys.map(({ key }) => key);
    expect(listed.sort()).toEqual(history.present().sort());
    expect(scene.wrongCopies()).toEqual([]);
    expect(scene.eventsOf('conflict-resolved')).toEqual([]);
    expect(ring.faults).toEqual([]);
  });

  it('two rings become one and lose nothing; of two values the later stays', async () => {
    const scene = new Scene(seed);
    const { ring, random } = scene;
    const left = names(1 + random.below(6), `left${seed}`);
    const right = names(1 + random.below(6), `right${seed}`);
    await ring.grow(left);
    await ring.grow(right);
    await ring.clock.advance(3_000);
    const wanted = new Map<string, string | null>();
    const put = async (members: Address[], key: string, value: string): Promise<void> => {
      await ring.clock.until(ring.store(random.pick(members)).put(key, encodeUtf8(value)));
      wanted.set(key, value);
    };
    for (let index = 0; index < 30; index += 1) {
      await put(left, `left ${index}`, 'left');
      await put(right, `right ${index}`, 'right');
      for (const members of random.shuffle([left, right])) {
        await put(members, `both ${index}`, members[0]!);
        await ring.clock.advance(2);
      }
    }
    const first = ring.nodes.get(random.pick(left))!;
    await ring.clock.until(first.unite([random.pick(right)]));
    const walk = await ring.clock.until(first.members());
    const settling = ring.store(first.self.address).ringSettled(
      walk.members.map(({ node }) => node),
      30_000,
    );
    expect(await ring.clock.until(settling)).toBe(true);
    for (const [key, value] of wanted)
      expect(`${key}: ${await scene.value(key)}`).toBe(`${key}: ${value}`);
    const conflicts = ring.events
      .filter(({ event }) => event.type === 'conflict-resolved')
      .map(({ event }) => (event as { key: string }).key);
    // Where the same node or an heir of both had the key, there was only one value.
    expect(conflicts.every((key) => key.startsWith('both'))).toBe(true);
    expect(conflicts.length).toBeGreaterThan(0);
    expect(scene.wrongCopies()).toEqual([]);
    expect(ring.faults).toEqual([]);
  });

  it('acknowledged values are present again when crashed nodes have returned with their disks', async () => {
    const scene = new Scene(seed);
    const { ring, random } = scene;
    await ring.grow(names(6, `node${seed}`));
    await ring.untilSettled();
    const possible = new Map<string, Set<string>>();
    let stopped = false;
    const client = async (key: string): Promise<void> => {
      for (let turn = 0; !stopped; turn += 1) {
        await scene.pause(150);
        const members = scene.stable();
        if (members.length === 0) continue;
        const value = `${key} ${turn}`;
        try {
          await ring.asked(random.pick(members), (store) => store.put(key, encodeUtf8(value)));
          possible.set(key, new Set([value]));
        } catch (error) {
          expect(['UNAVAILABLE', 'GONE']).toContain(codeOf(error));
          possible.get(key)?.add(value);
        }
      }
    };
    const crash = async (address: Address): Promise<void> => {
      const remembered = ring.nodes.get(address)!.rememberedPeers();
      ring.crash(address);
      await scene.pause(2_000);
      const node = await ring.restart(address, remembered);
      // Another member may have found it first.
      await node
        .joinVia(remembered)
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'NOT_ALONE' }));
    };
    const chaos = async (): Promise<void> => {
      const crashes: Promise<void>[] = [];
      for (let index = 0; index < 5; index += 1) {
        await scene.pause(1_500);
        if (ring.members.size > 3) crashes.push(crash(random.pick([...ring.members.keys()])));
      }
      await Promise.all(crashes);
      stopped = true;
    };
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    await ring.clock.until(Promise.all([chaos(), ...keys.map(client)]), LIMIT_MS);
    await ring.untilSettled(60_000);
    expect(possible.size).toBe(keys.length);
    for (const [key, values] of possible) expect([...values]).toContain(await scene.value(key));
    expect(ring.faults).toEqual([]);
  });
});
