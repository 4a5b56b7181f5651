// Writes and reads by a client that knows the ring, each key with one writer: what every reading may return is known.
import type { ClientError, RingClient } from '@chord-dht/ring-client';
import { Oracle } from './oracle';

const LANES = 32;

interface KeyState {
  /** The last value that was acknowledged, and the last that was sent. */
  acknowledged: number;
  sent: number;
}

export class RingLoad {
  /** What failed. */
  readonly errors: string[] = [];
  /** Readings that returned what they must not. */
  readonly wrong: string[] = [];
  /** Calls that are over. */
  done = 0;
  private isOver = false;
  private lanes: Promise<void>[] = [];
  private readonly owners = new Map<number, Set<string>>();
  private readonly waiters: { readonly at: number; readonly go: () => void }[] = [];
  private readonly rounds: number[] = [];
  private readonly keys: readonly string[];

  /** @param members of the ring; each owns some of the keys, however short its arc is */
  constructor(
    private readonly client: RingClient,
    members: readonly string[],
  ) {
    const run = Math.random().toString(36).slice(2);
    this.keys = new Oracle(members).keysOfEach(LANES, `load-${run}-`);
  }

  /** Resolves when each lane has written its key once. */
  async start(): Promise<void> {
    this.lanes = this.keys.map((key, lane) => this.run(key, lane));
    await this.everyKeyIsServed();
  }

  /** Resolves when so many more calls are over. */
  calls(count: number): Promise<void> {
    return new Promise((go) => this.waiters.push({ at: this.done + count, go }));
  }

  /** Resolves when each key has been written and read once more, from now on. */
  async everyKeyIsServed(): Promise<void> {
    const before = [...this.rounds];
    // The round that is under way now may have begun before.
    while (this.lanes.some((_, lane) => (this.rounds[lane] ?? 0) < (before[lane] ?? 0) + 2))
      await this.calls(1);
  }

  /** Who has answered calls that went over so many other members. */
  ownersOf(hops: number): ReadonlySet<string> {
    return this.owners.get(hops) ?? new Set();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.lanes);
  }

  private async run(key: string, lane: number): Promise<void> {
    const state: KeyState = { acknowledged: 0, sent: 0 };
    while (!this.isOver) {
      await this.write(key, state);
      await this.read(key, state);
      this.rounds[lane] = (this.rounds[lane] ?? 0) + 1;
    }
  }

  private async write(key: string, state: KeyState): Promise<void> {
    state.sent += 1;
    const value = state.sent;
    await this.watch(key, async () => {
      const { owner, hops } = await this.client.put(key, `${value} of ${key}`);
      state.acknowledged = value;
      this.note(owner, hops);
    });
  }

  private async read(key: string, state: KeyState): Promise<void> {
    const { acknowledged, sent } = state;
    await this.watch(key, async () => {
      const found = await this.client.get(key);
      const [number = '', of, name] = found?.text().split(' ') ?? [];
      const value = Number.parseInt(number, 10) || 0;
      const isKnown = value >= acknowledged && value <= sent;
      if (!isKnown || (found && (of !== 'of' || name !== key)))
        this.wrong.push(`${key}: ${found?.text()}, acknowledged ${acknowledged} of ${sent}`);
      if (found) this.note(found.owner, found.hops);
    });
  }

  private async watch(key: string, call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      const { code, outcome, message } = error as ClientError;
      // The client is closed, and each further call would fail at once: a test that has failed stops nothing.
      if (code === 'ABORTED') this.isOver = true;
      this.errors.push(`${key}: ${code} ${outcome} ${message}`);
    }
    this.done += 1;
    const due = this.waiters.filter(({ at }) => at <= this.done);
    for (const waiter of due) {
      this.waiters.splice(this.waiters.indexOf(waiter), 1);
      waiter.go();
    }
  }

  private note(owner: string, hops: number): void {
    const known = this.owners.get(hops) ?? new Set();
    known.add(owner);
    this.owners.set(hops, known);
  }
}
