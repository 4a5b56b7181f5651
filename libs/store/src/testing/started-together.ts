// Nodes that start at the same time, look for each other while messages are slow, crash, return and are written to.
import { codeOf, type Address } from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
import { StoreRing } from './store-ring';

export interface Start {
  readonly count: number;
  /** Decides all else, with the slowest message among it: 50, 150 or 400 ms. */
  readonly seed: number;
  /** One to three of the nodes die and come back. */
  readonly kills?: boolean;
  /** Clients write as soon as anybody answers. */
  readonly writes?: boolean;
  /** Half of the nodes look for each other, the others as well, and the two rings meet. */
  readonly meet?: boolean;
}

const SLOW_MS = [50, 150, 400];
const KEYS = 6;
const ATTEMPTS = 12;
const MEETINGS = 6;
const LIMIT_MS = 240_000;

export class StartedTogether {
  readonly ring: StoreRing;
  private readonly random: SeededRandom;
  private readonly groups: readonly (readonly Address[])[];
  /** Under each key that was acknowledged: what may be there. */
  private readonly possible = new Map<string, Set<string>>();
  private slowMs: number;
  private isOver = false;

  constructor(private readonly start: Start) {
    const { count, seed, meet } = start;
    const latency = new SeededRandom(seed);
    this.random = new SeededRandom(seed * 7_919 + 13);
    this.slowMs = SLOW_MS[seed % SLOW_MS.length] as number;
    const latencyMs = (): number => 1 + Math.floor(latency.next() * this.slowMs);
    this.ring = new StoreRing({ seed, latencyMs });
    const names = Array.from({ length: count }, (_, at) => `node-${at}:1`);
    const half = Math.ceil(count / 2);
    this.groups = meet ? [names.slice(0, half), names.slice(half)] : [names];
  }

  /** Everything that the start says; then messages are quick. */
  async play(): Promise<void> {
    const { ring, groups, start } = this;
    for (const name of groups.flat()) ring.add(name);
    await ring.clock.advance(100);
    const works = groups.flat().map((name) => this.enter(name, this.companionsOf(name)));
    if (start.writes) for (let key = 0; key < KEYS; key += 1) works.push(this.write(`key-${key}`));
    if (start.kills) works.push(this.kill());
    if (start.meet) works.push(this.meet());
    void this.pause(start.meet ? 12_000 : 8_000).then(() => (this.isOver = true));
    await ring.clock.until(Promise.all(works), LIMIT_MS);
    await ring.clock.advance(5_000);
    this.slowMs = 0;
  }

  /** Acknowledged keys that are not there with a value that may be; where rings meet, any value may. */
  async missing(): Promise<string[]> {
    const { ring, possible, start } = this;
    const [name] = ring.members.keys();
    const missing: string[] = [];
    for (const [key, values] of possible) {
      const read = ring.store(name as Address).get(key);
      const value = await ring.clock
        .until(read)
        .then((got) => (got.found ? decodeUtf8(got.value) : 'nothing'), codeOf);
      const isThere = start.meet ? value?.startsWith(key) : values.has(String(value));
      if (!isThere) missing.push(`${key}: ${value}`);
    }
    return missing;
  }

  private companionsOf(name: Address): Address[] {
    return this.groups.find((group) => group.includes(name))!.filter((other) => other !== name);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.ring.clock.after(ms, resolve));
  }

  /**
   * As a node does that has seeds: tries them again and again until it is a member, and goes on to look whether each is
   * in its ring.
   */
  private async enter(name: Address, via: readonly Address[]): Promise<void> {
    await this.joinUntilDone(name, via);
    this.ring.members.get(name)?.chord.seek(via);
  }

  private async joinUntilDone(name: Address, via: readonly Address[]): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const member = this.ring.members.get(name);
      if (!member || member.chord.membership === 'member') return;
      try {
        return await Promise.race([member.chord.joinVia(via), member.death.promise]);
      } catch (error) {
        if (codeOf(error) === 'NOT_ALONE') return;
      }
      await this.pause(1_000);
    }
  }

  private async write(key: string): Promise<void> {
    const { ring, random, possible } = this;
    for (let turn = 0; !this.isOver; turn += 1) {
      await this.pause(100 + 400 * random.next());
      const running = [...ring.members.keys()];
      const via = running[random.below(running.length)];
      if (via === undefined) continue;
      const value = `${key} ${turn} ${via}`;
      try {
        await ring.asked(via, (store) => store.put(key, encodeUtf8(value), { timeoutMs: 4_000 }));
        possible.set(key, new Set([value]));
      } catch {
        possible.get(key)?.add(value);
      }
    }
  }

  private async kill(): Promise<void> {
    const { ring, random, groups, start } = this;
    const names = groups.flat();
    for (let turn = 0; turn <= start.seed % 3; turn += 1) {
      await this.pause(1_500 * random.next());
      const name = names[random.below(names.length)] as Address;
      if (!ring.members.has(name)) continue;
      const remembered = ring.member(name).chord.rememberedPeers();
      ring.crash(name);
      await this.pause(2_000 * random.next());
      await ring.restart(name, remembered);
      await this.enter(name, [...new Set([...remembered, ...this.companionsOf(name)])]);
    }
  }

  private async meet(): Promise<void> {
    const { ring, random } = this;
    await this.pause(3_000 * random.next());
    const [ours, theirs] = this.groups as [Address[], Address[]];
    for (let attempt = 0; attempt < MEETINGS; attempt += 1) {
      const member = ring.members.get(ours[random.below(ours.length)] as Address);
      const other = theirs[random.below(theirs.length)] as Address;
      try {
        if (member) {
          await Promise.race([member.chord.unite([other]), member.death.promise]);
          return;
        }
      } catch (error) {
        // Either of them has just died or does not know where it belongs.
        if (codeOf(error) === 'INTERNAL') throw error;
      }
      await this.pause(1_000);
    }
  }
}

/** @returns what is wrong a minute later; nothing when every arc is served and everything acknowledged is there */
export async function playStart(start: Start): Promise<string[]> {
  const started = new StartedTogether(start);
  const { ring } = started;
  await started.play();
  const stuck = await ring.untilSettled(60_000).then(
    () => [],
    () => ['an arc is not served'],
  );
  const wrong = [...stuck, ...(await started.missing()), ...ring.faults.map(String)];
  for (const name of [...ring.members.keys()]) ring.crash(name);
  return wrong;
}
