// Random faults under random operations: acknowledged writes stay, and every key behaves as one register.
import type { NodeRef } from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import { findAnomaly, StoreRing, type ReadRecord, type WriteRecord } from './testing';

const KEYS = 12;
const CLIENTS = 6;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => new TextDecoder().decode(value);
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);

interface History {
  readonly writes: WriteRecord[];
  readonly reads: ReadRecord[];
}

class Load {
  readonly histories = new Map<string, History>();
  acknowledged = 0;
  failed = 0;
  private number = 0;
  private stopped = false;
  private readonly clients: Promise<void>[] = [];

  constructor(
    private readonly ring: StoreRing,
    private readonly random: SeededRandom,
  ) {
    for (let key = 0; key < KEYS; key += 1)
      this.histories.set(`key-${key}`, { writes: [], reads: [] });
  }

  start(): void {
    for (let client = 0; client < CLIENTS; client += 1) this.clients.push(this.run());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.ring.clock.until(Promise.all(this.clients));
  }

  private async run(): Promise<void> {
    const { clock } = this.ring;
    while (!this.stopped) {
      await new Promise<void>((resolve) => clock.after(20 * this.random.next(), resolve));
      const members = [...this.ring.members.keys()];
      const member = members[Math.floor(this.random.next() * members.length)];
      const [key, history] = [...this.histories][Math.floor(this.random.next() * KEYS)]!;
      if (member === undefined) continue;
      const startMs = clock.nowMs();
      if (this.random.next() < 0.5) {
        const value = `v${(this.number += 1)}`;
        const index = history.writes.push({ value, startMs, endMs: null }) - 1;
        try {
          await this.ring.asked(member, (store) =>
            store.put(key, bytes(value), { timeoutMs: 4_000 }),
          );
          history.writes[index] = { value, startMs, endMs: clock.nowMs() };
          this.acknowledged += 1;
        } catch {
          this.failed += 1;
        }
      } else {
        try {
          const got = await this.ring.asked(member, (store) =>
            store.get(key, { timeoutMs: 4_000 }),
          );
          history.reads.push({
            value: got.found ? text(got.value) : null,
            startMs,
            endMs: clock.nowMs(),
          });
        } catch {
          this.failed += 1;
        }
      }
    }
  }
}

type Fault = (ring: StoreRing, random: SeededRandom) => Promise<void>;

const pick = (ring: StoreRing, random: SeededRandom): string => {
  const running = [...ring.members.keys()];
  return running[Math.floor(random.next() * running.length)]!;
};

const others = (ring: StoreRing, name: string): string[] =>
  [...ring.members.keys()].filter((one) => one !== name);

const crashAndRestart: Fault = async (ring, random) => {
  const name = pick(ring, random);
  const remembered = ring.member(name).chord.rememberedPeers();
  ring.crash(name);
  await ring.clock.advance(4_000 * random.next());
  await ring.restart(name, remembered);
};

const sleep: Fault = async (ring, random) => {
  const name = pick(ring, random);
  ring.network.faults.part([name], others(ring, name));
  await ring.clock.advance(6_000 * random.next());
  ring.network.faults.heal();
};

const splitTwoAway: Fault = async (ring, random) => {
  const name = pick(ring, random);
  const second = others(ring, name)[0]!;
  const two = [name, second];
  ring.network.faults.part(
    two,
    [...ring.members.keys()].filter((one) => !two.includes(one)),
  );
  await ring.clock.advance(8_000 * random.next());
  ring.network.faults.heal();
};

const leaveAndReturn: Fault = async (ring, random) => {
  const name = pick(ring, random);
  await ring.clock.until(ring.leave(name));
  await ring.clock.advance(2_000 * random.next());
  const back = await ring.restart(name);
  const via = others(ring, name)[0]!;
  await ring.clock.until(back.joinVia([via]).catch(() => undefined));
};

const FAULTS: readonly Fault[] = [
  crashAndRestart,
  crashAndRestart,
  sleep,
  splitTwoAway,
  leaveAndReturn,
];

describe('random faults under load', () => {
  it.each([1, 2, 3])('leave every key an atomic register (seed %i)', async (seed) => {
    const ring = new StoreRing({ seed });
    const random = new SeededRandom(seed * 1_000);
    await ring.grow(names(5));
    await ring.untilSettled(60_000);
    const load = new Load(ring, random);
    load.start();
    for (let round = 0; round < 4; round += 1) {
      await ring.clock.advance(1_500 * random.next());
      await FAULTS[Math.floor(random.next() * FAULTS.length)]!(ring, random);
      await ring.until(() => ring.members.size === 5 && isOneRing(ring), 60_000);
    }
    await load.stop();
    await ring.untilSettled(120_000);
    for (const [key, history] of load.histories) {
      for (const { store } of ring.members.values()) {
        const startMs = ring.clock.nowMs();
        const got = await ring.clock.until(store.get(key));
        history.reads.push({
          value: got.found ? text(got.value) : null,
          startMs,
          endMs: ring.clock.nowMs(),
        });
      }
      expect({ seed, key, anomaly: findAnomaly(history.writes, history.reads) }).toEqual({
        seed,
        key,
        anomaly: undefined,
      });
    }
    expect(load.acknowledged).toBeGreaterThan(100);
    expect(ring.faults).toEqual([]);
  });
});

function isOneRing(ring: StoreRing): boolean {
  const nodes = [...ring.members.values()]
    .map(({ chord }) => chord)
    .sort((a, b) => (a.self.id < b.self.id ? -1 : 1));
  const next = (index: number): NodeRef => nodes[(index + 1) % nodes.length]!.self;
  return nodes.every((node, index) => node.successor.id === next(index).id);
}
