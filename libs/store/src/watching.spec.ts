import { inRange, type Clock } from '@chord-dht/chord';
import type { WatchedArc } from './client/watched-arcs';
import type { WatchedChange, WatchGap, WatchOptions, Watch } from './client/watching';
import { compareVersions, parseVersion, type Version } from './record/version';
import type { StoreParts } from './store-parts';
import { StoreRing, type TestMember } from './testing/store-ring';

const NAMES = ['node-0:1', 'node-1:1', 'node-2:1', 'node-3:1'];
const text = (value: Uint8Array): string => String.fromCharCode(...value);
const bytes = (value: string): Uint8Array =>
  Uint8Array.from(value, (letter) => letter.charCodeAt(0));

/** One client: the changes that it got, and its place. */
class Listener {
  readonly changes: WatchedChange[] = [];
  readonly gaps: WatchGap[] = [];
  places: (readonly WatchedArc[])[] = [];
  gapsBeforeReady = 0;
  isReady = false;
  watch: Watch;

  constructor(ring: StoreRing, at: string, options: WatchOptions) {
    const place = (): void => void this.places.push(this.watch.place());
    this.watch = ring.store(at).watch(options, {
      change: (change) => {
        this.changes.push(change);
        place();
      },
      gap: (gap) => {
        this.gaps.push(gap);
        place();
      },
      ready: () => {
        this.isReady = true;
        this.gapsBeforeReady = this.gaps.length;
        place();
      },
      room: async () => undefined,
    });
  }

  get told(): string[] {
    return this.changes.map(({ key, kind }) => `${kind} ${key}`);
  }
}

async function ringOf(seed: number, names = NAMES): Promise<StoreRing> {
  const ring = new StoreRing({ seed });
  await ring.grow(names);
  await ring.untilSettled(60_000);
  return ring;
}

describe('a watch', () => {
  it('reports changes of keys from now on, with version, time and value', async () => {
    const ring = await ringOf(1);
    const until = <T>(promise: Promise<T>): Promise<T> => ring.clock.until(promise);
    await until(ring.store('node-0:1').put('w/before', bytes('x')));
    const all = new Listener(ring, 'node-1:1', { prefix: 'w/', values: true });
    const one = new Listener(ring, 'node-2:1', { key: 'w/b' });
    await ring.until(() => all.isReady && one.isReady, 10_000);
    const at = (index: number) => ring.store(NAMES[index]!);
    const first = await until(at(0).put('w/a', bytes('1')));
    await until(at(1).put('w/a', bytes('2')));
    await until(at(2).put('other', bytes('x')));
    await until(at(3).put('w/b', bytes('3'), { ttlSeconds: 3 }));
    await until(at(0).remove('w/a'));
    await ring.until(() => all.changes.length === 4, 5_000);
    const sorted = (listener: Listener, key: string) =>
      listener.changes.filter((change) => change.key === key);
    expect(sorted(all, 'w/a')).toMatchObject([
      { kind: 'created', version: first.version },
      { kind: 'replaced', value: bytes('2') },
      { kind: 'deleted', value: null },
    ]);
    expect(sorted(all, 'w/b').map(({ value }) => text(value!))).toEqual(['3']);
    const endsAtMs = ring.clock.wallMs() + 3_000;
    await ring.until(() => one.changes.length === 2, 4_000);
    expect(one.told).toEqual(['created w/b', 'expired w/b']);
    expect(one.changes[1]).toMatchObject({ version: one.changes[0]!.version });
    expect(ring.clock.wallMs()).toBeLessThan(endsAtMs + 1_000);
    await ring.until(() => all.changes.length === 5, 2_000);
    expect([...all.gaps, ...one.gaps]).toEqual([]);
    all.watch.stop();
    one.watch.stop();
    expect(ring.faults).toEqual([]);
  });

  it('waits at no other node when there are many, and still reports changes', async () => {
    const ring = await ringOf(8);
    const many = Array.from(
      { length: 30 },
      (_, at) => new Listener(ring, 'node-1:1', { key: `k${at}` }),
    );
    await ring.until(() => many.every(({ isReady }) => isReady), 10_000);
    const asked = [...ring.members.values()].map(({ store }) =>
      jest.spyOn((store as unknown as { parts: StoreParts }).parts.ownChanges, 'tell'),
    );
    await ring.clock.advance(2_000);
    const waits = asked.flatMap(({ mock }) => mock.calls.map(([{ waitMs }]) => waitMs));
    expect(waits.length).toBeGreaterThan(30);
    expect(new Set(waits)).toEqual(new Set([0]));
    await ring.clock.until(
      Promise.all(many.map((_, at) => ring.store('node-2:1').put(`k${at}`, bytes('v')))),
    );
    await ring.until(() => many.every(({ changes }) => changes.length === 1), 2_000);
    for (const { watch } of many) watch.stop();
  });

  it('resumes where another has ended, at another node, with each change once', async () => {
    const ring = await ringOf(2);
    const first = new Listener(ring, 'node-1:1', {});
    await ring.until(() => first.isReady, 10_000);
    const put = (key: string): Promise<unknown> =>
      ring.clock.until(ring.store('node-0:1').put(key, bytes('v')));
    for (let index = 0; index < 20; index += 1) await put(`k${index}`);
    await ring.until(() => first.changes.length === 20, 5_000);
    first.watch.stop();
    for (let index = 20; index < 40; index += 1) await put(`k${index}`);
    // Resumed behind any of its changes.
    for (const told of [0, 7, 19]) {
      const rest = new Listener(ring, 'node-3:1', { after: first.places[told + 1]! });
      await ring.until(() => rest.isReady, 10_000);
      await ring.until(() => rest.changes.length >= 39 - told, 5_000);
      await ring.clock.advance(2_000);
      const known = new Set(first.told.slice(0, told + 1));
      expect(rest.told.filter((change) => known.has(change))).toEqual([]);
      expect(new Set([...known, ...rest.told]).size).toBe(40);
      expect(rest.told).toHaveLength(39 - told);
      expect(rest.gaps).toEqual([]);
      rest.watch.stop();
    }
  });

  it('moves no versions ahead with the place that a client sends', async () => {
    const ring = await ringOf(9);
    const first = new Listener(ring, 'node-1:1', {});
    await ring.until(() => first.isReady, 10_000);
    first.watch.stop();
    const timeMs = Math.floor(ring.clock.wallMs()) + 24 * 3_600_000 - 50;
    const after = first.places[0]!.map((place) => ({
      ...place,
      seen: { ...place.seen!, stamp: { timeMs, counter: 0 } },
    }));
    const forged = NAMES.map((name) => new Listener(ring, name, { after }));
    await ring.clock.advance(3_000);
    expect(forged.every(({ isReady }) => isReady)).toBe(true);
    for (const { watch } of forged) watch.stop();
    for (let index = 0; index < 20; index += 1) {
      const { version } = await ring.clock.until(
        ring.store('node-2:1').put(`k${index}`, bytes('v')),
      );
      expect(versionOf(version).timeMs).toBeLessThanOrEqual(ring.clock.wallMs() + 1_000);
    }
  });

  it('requests no more arcs than its ring may have, from any place', async () => {
    const ring = await ringOf(10);
    const seen = { log: 'abcd', sequence: 3, stamp: { timeMs: ring.clock.wallMs(), counter: 0 } };
    const after = Array.from({ length: 220 }, (_, at) => {
      const [fromId, toId] = [at + 219, at].map((each) =>
        ring.space.fromNumber(BigInt(each % 220) * 19_000_000n + 5n),
      ) as [string, string];
      return { arc: { fromId, toId }, seen: { ...seen, log: `abcd${at}` }, isCatchingUp: false };
    });
    const forged = new Listener(ring, 'node-1:1', { after });
    expect(forged.watch.place().length).toBeLessThanOrEqual(20);
    expect(coversAll(forged.watch.place())).toBe(true);
    const arcs = (): string[] => forged.watch.place().map(({ arc: { toId } }) => toId);
    await ring.until(() => arcs().length <= NAMES.length + 1, 10_000);
    expect(coversAll(forged.watch.place())).toBe(true);
    await ring.clock.until(ring.store('node-2:1').put('k', bytes('v')));
    await ring.until(() => forged.told.includes('created k'), 5_000);
    expect(forged.told).toEqual(['created k']);
    forged.watch.stop();
  });

  it('has as many arcs as the ring, through joins and leaves, and misses nothing', async () => {
    const ring = await ringOf(11);
    const listener = new Listener(ring, 'node-0:1', {});
    await ring.until(() => listener.isReady, 10_000);
    let written = 0;
    const write = async (): Promise<void> => {
      const put = ring.store('node-0:1').put(`k${written++}`, bytes('v'));
      await ring.clock.until(put);
    };
    for (const round of [1, 2, 3]) {
      const newcomers = [`more-${round}:1`, `other-${round}:1`];
      await ring.grow(newcomers, 'node-0:1');
      await ring.untilSettled(60_000);
      for (let index = 0; index < 30; index += 1) await write();
      for (const name of newcomers) await ring.clock.until(ring.leave(name));
      await ring.untilSettled(60_000);
      for (let index = 0; index < 30; index += 1) await write();
      await ring.clock.advance(3_000);
    }
    await ring.until(() => listener.watch.place().length <= NAMES.length, 10_000);
    expect(coversAll(listener.watch.place())).toBe(true);
    await ring.until(() => listener.changes.length >= written, 5_000);
    listener.watch.stop();
    expect(new Set(listener.told).size).toBe(written);
    expect(listener.told).toHaveLength(written);
  });

  it('is ready when it has resumed in all arcs, and has reported gaps', async () => {
    const ring = await ringOf(13);
    const first = new Listener(ring, 'node-1:1', {});
    await ring.until(() => first.isReady, 10_000);
    first.watch.stop();
    const after = first.watch.place().map((place) => {
      const seen = { ...place.seen!, log: 'abcd', stamp: { timeMs: 1_000, counter: 0 } };
      return { ...place, seen };
    });
    const rest = new Listener(ring, 'node-1:1', { after });
    await ring.until(() => rest.isReady, 10_000);
    expect(rest.gapsBeforeReady).toBe(after.length);
    await ring.clock.advance(3_000);
    expect(rest.gaps).toHaveLength(after.length);
    rest.watch.stop();
  });

  it('repeats nothing of an answer with many changes when the reporting node dies', async () => {
    const ring = await ringOf(2);
    const first = new Listener(ring, 'node-1:1', {});
    await ring.until(() => first.isReady, 10_000);
    const { chord } = ring.member('node-1:1');
    const { predecessor, self } = chord;
    // Keys of the arc whose log dies with the node.
    const keys = Array.from({ length: 400 }, (_, index) => `k${index}`).filter((key) =>
      inRange(predecessor!.id, chord.keyId(key), self.id),
    );
    expect(keys.length).toBeGreaterThan(5);
    await ring.clock.until(
      Promise.all(keys.map((key) => ring.store('node-1:1').put(key, bytes('v')))),
    );
    await ring.until(() => first.changes.length === keys.length, 5_000);
    first.watch.stop();
    ring.crash('node-1:1');
    await ring.untilSettled(60_000);
    const rest = new Listener(ring, 'node-3:1', { after: first.places.at(-1)! });
    await ring.until(() => rest.isReady, 30_000);
    await ring.clock.advance(5_000);
    rest.watch.stop();
    expect(rest.told).toEqual([]);
  });

  it.each([{}, { isOneKey: true }])(
    'misses nothing behind a node that dies with its clock ahead, when it resumes later (%o)',
    async ({ isOneKey = false }) => {
      const ring = await ringOf(12);
      const dying = ring.member('node-1:1');
      const { predecessor, self } = dying.chord;
      const keys = Array.from({ length: 200 }, (_, index) => `k${index}`).filter((key) =>
        inRange(predecessor!.id, dying.chord.keyId(key), self.id),
      );
      const options = isOneKey ? { key: keys[0]! } : {};
      const put = (at: string, key: string): Promise<unknown> =>
        ring.clock.until(ring.store(at).put(key, bytes('v')));
      const first = new Listener(ring, 'node-0:1', options);
      await ring.until(() => first.isReady, 10_000);
      await ring.clock.advance(20_000);
      await put('node-0:1', keys[0]!);
      await ring.until(() => first.changes.length === 1, 5_000);
      setAhead(dying, 4_500);
      await ring.clock.advance(3_000);
      // Its clock is so far ahead that it has reported everything.
      const after = first.watch.place();
      expect(Math.max(...after.map(({ seen }) => seen!.stamp.timeMs))).toBeGreaterThan(
        ring.clock.wallMs() + 2_000,
      );
      first.watch.stop();
      ring.crash('node-1:1');
      const written: string[] = [];
      await ring.until(() => ring.store('node-0:1').pendingRanges === 0, 10_000);
      for (const key of isOneKey ? keys.slice(0, 1) : keys) {
        await put('node-3:1', key);
        written.push(key);
      }
      await ring.clock.advance(20_000);
      const rest = new Listener(ring, 'node-3:1', { ...options, after });
      await ring.until(() => rest.isReady, 10_000);
      await ring.clock.advance(3_000);
      rest.watch.stop();
      expect(rest.gaps).toEqual([]);
      expect(rest.changes.map(({ key }) => key).sort()).toEqual(written.sort());
    },
  );

  it('repeats nothing of an arc that is unreachable for a while after it resumed elsewhere', async () => {
    const ring = await ringOf(2);
    const first = new Listener(ring, 'node-1:1', {});
    await ring.until(() => first.isReady, 10_000);
    const { chord } = ring.member('node-1:1');
    const { predecessor, successors, self } = chord;
    const keys = Array.from({ length: 400 }, (_, index) => `k${index}`).filter((key) =>
      inRange(predecessor!.id, chord.keyId(key), self.id),
    );
    await ring.clock.until(
      Promise.all(keys.map((key) => ring.store('node-1:1').put(key, bytes('v')))),
    );
    await ring.until(() => first.changes.length === keys.length, 5_000);
    first.watch.stop();
    // Two of the three home replicas of that arc; other arcs stay reachable.
    const second = successors[0]!.address;
    ring.crash(self.address);
    const others = NAMES.filter((name) => name !== self.address && name !== second);
    ring.network.faults.part([second], others);
    const [alive = ''] = others;
    const rest = new Listener(ring, alive, { after: first.places.at(-1)! });
    await ring.clock.advance(8_000);
    ring.network.faults.heal();
    await ring.untilSettled(60_000);
    await ring.clock.advance(5_000);
    await ring.clock.until(ring.store(alive).put(keys[0]!, bytes('later')));
    await ring.until(() => rest.changes.length > 0, 5_000);
    rest.watch.stop();
    expect(rest.told).toEqual([`replaced ${keys[0]}`]);
  });

  it.each([false, true])(
    'repeats nothing when the log that it resumes with fills many answers (elsewhere: %s)',
    async (isElsewhere) => {
      const ring = await ringOf(2);
      const dying = ring.member('node-1:1').chord;
      const at = NAMES.find((name) => name !== 'node-1:1')!;
      const first = new Listener(ring, at, {});
      await ring.until(() => first.isReady, 10_000);
      const keys = Array.from({ length: 200 }, (_, index) => `k${index}`).filter((key) =>
        inRange(dying.predecessor!.id, dying.keyId(key), dying.self.id),
      );
      const rounds = Math.ceil(1_200 / keys.length);
      for (let round = 0; round < rounds; round += 1)
        await ring.clock.until(
          Promise.all(keys.map((key) => ring.store('node-1:1').put(key, bytes(`${round}`)))),
        );
      const count = keys.length * rounds;
      await ring.until(() => first.changes.length === count, 5_000);
      ring.crash('node-1:1');
      const isCatchingUp = (): boolean => first.watch.place().some((arc) => arc.isCatchingUp);
      await ring.until(isCatchingUp, 60_000);
      const rest = isElsewhere
        ? new Listener(ring, NAMES.at(-1)!, { after: first.watch.place() })
        : first;
      if (isElsewhere) first.watch.stop();
      await ring.untilSettled(60_000);
      await ring.clock.until(ring.store(at).put(keys[0]!, bytes('later')));
      const last = `replaced ${keys[0]}`;
      await ring.until(
        () => rest.told.at(-1) === last && !rest.watch.place().some((arc) => arc.isCatchingUp),
        20_000,
      );
      rest.watch.stop();
      const told = isElsewhere ? [...first.changes, ...rest.changes] : rest.changes;
      const versions = told.map(({ version }) => version);
      expect(new Set(versions).size).toBe(versions.length);
      expect(versions).toHaveLength(count + 1);
    },
  );

  it.each([3, 4, 5])(
    'reports each change once, or a gap, through crashes, joins and leaves (seed %i)',
    async (seed) => {
      const ring = await ringOf(seed, [...NAMES, 'node-4:1', 'node-5:1']);
      const listener = new Listener(ring, 'node-0:1', {});
      await ring.until(() => listener.isReady, 10_000);
      const acknowledged: string[] = [];
      const doubtful = new Set<string>();
      let index = 0;
      const write = async (): Promise<void> => {
        const key = `k${index % 37}`;
        const value = String(index++);
        const writer = ring.store('node-0:1');
        const put = writer.put(key, bytes(value)).then(
          ({ version }) => acknowledged.push(`${version} ${key}`),
          () => doubtful.add(key),
        );
        await ring.clock.advance(20);
        void put;
      };
      const turns: Record<number, () => Promise<unknown> | void> = {
        60: () => ring.crash('node-2:1'),
        160: () => ring.grow(['node-6:1'], 'node-0:1'),
        260: () => ring.clock.until(ring.leave('node-3:1')),
        360: () => ring.crash('node-4:1'),
        460: () => ring.restart('node-4:1', [ring.member('node-0:1').chord.self.address]),
      };
      for (let turn = 0; turn < 600; turn += 1) {
        await turns[turn]?.();
        await write();
      }
      await ring.clock.advance(10_000);
      await ring.untilSettled(60_000);
      await ring.clock.advance(5_000);
      listener.watch.stop();
      const seen = listener.changes.map(({ version, key }) => `${version} ${key}`);
      expect(new Set(seen).size).toBe(seen.length);
      const { chord } = ring.member('node-0:1');
      const covered = (key: string): boolean =>
        listener.gaps.some((gap) => {
          if ('key' in gap) return gap.key === key;
          const { fromId, toId } = gap.arc;
          const id = chord.keyId(key);
          return fromId < toId ? fromId < id && id <= toId : id > fromId || id <= toId;
        });
      const missed = acknowledged.filter((name) => !seen.includes(name));
      expect(missed.filter((name) => !covered(name.split(' ')[1]!))).toEqual([]);
      // The versions of a key grow.
      const last = new Map<string, string>();
      for (const { key, version } of listener.changes) {
        const before = last.get(key);
        if (before !== undefined)
          expect(compareVersions(versionOf(before), versionOf(version))).toBeLessThan(0);
        last.set(key, version);
      }
      expect(acknowledged.length).toBeGreaterThan(400);
      expect(ring.faults).toEqual([]);
    },
  );
});

/** As a wrong wall clock does: the versions that it issues are later, and so are its places. */
function setAhead({ chord }: TestMember, ms: number): void {
  const { clock } = chord;
  const ahead: Clock = {
    nowMs: () => clock.nowMs(),
    wallMs: () => clock.wallMs() + ms,
    after: (delayMs, run) => clock.after(delayMs, run),
  };
  Object.assign(chord, { clock: ahead });
}

/** The arcs are adjacent, and together they cover the circle. */
function coversAll(place: readonly WatchedArc[]): boolean {
  const sorted = place.map(({ arc }) => arc).sort((a, b) => (a.toId < b.toId ? -1 : 1));
  return sorted.every(({ fromId }, at) => fromId === sorted.at(at - 1)?.toId);
}

function versionOf(printed: string): Version {
  return parseVersion(printed) as Version;
}
