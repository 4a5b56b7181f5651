// Knows whether the answers of a store are possible. Each key has one client that does one thing at a
// time, so that at every moment the values that may be there are known.
import { CodedError, type Clock } from '@chord-dht/chord';
import type { SeededRandom } from '@chord-dht/chord/testing';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
import type { StoreNode } from '../store-node';

export interface HistoryOptions {
  readonly clock: Clock;
  readonly random: SeededRandom;
  /** A store to ask; another each time. */
  readonly pick: () => StoreNode | undefined;
  readonly keys: number;
  /** The mean pause of a client between two operations. */
  readonly pauseMs: number;
  readonly prefix?: string;
}

/** `null` stands for absent. */
type Value = string | null;

interface Client {
  readonly key: string;
  /** All values that a read may find: one, or more after a write whose outcome is not known. */
  possible: Set<Value>;
}

export class StoreHistory {
  readonly problems: string[] = [];
  readonly counts = { answered: 0, unavailable: 0 };
  private readonly clients: Client[];
  private stopped = false;
  private writes = 0;

  constructor(private readonly options: HistoryOptions) {
    this.clients = Array.from({ length: options.keys }, (_, index) => ({
      key: `${options.prefix ?? 'key'}-${index}`,
      possible: new Set<Value>([null]),
    }));
  }

  /** Runs all clients until `stop`. */
  async run(): Promise<void> {
    await Promise.all(this.clients.map((client) => this.live(client)));
  }

  stop(): void {
    this.stopped = true;
  }

  /** Reads every key through `store` and compares. */
  async check(store: StoreNode): Promise<void> {
    for (const client of this.clients) await this.read(client, store);
  }

  /** The keys that have a value for certain, and those that may have one. */
  expected(): { certain: string[]; possible: string[] } {
    const possible = this.clients.filter(({ possible: values }) =>
      [...values].some((value) => value !== null),
    );
    const certain = possible.filter(({ possible: values }) => !values.has(null));
    return { certain: certain.map(({ key }) => key), possible: possible.map(({ key }) => key) };
  }

  private async live(client: Client): Promise<void> {
    const { random, pick } = this.options;
    while (!this.stopped) {
      await this.pause();
      const store = pick();
      if (!store) continue;
      const dice = random.next();
      if (dice < 0.45) await this.read(client, store);
      else if (dice < 0.85) await this.write(client, store, `${client.key}#${(this.writes += 1)}`);
      else await this.write(client, store, null);
    }
  }

  private async read(client: Client, store: StoreNode): Promise<void> {
    try {
      const found = await store.get(client.key);
      this.counts.answered += 1;
      const value = found.found ? (decodeUtf8(found.value) ?? 'no text') : null;
      if (!client.possible.has(value)) {
        const wanted = [...client.possible].join(' or ');
        this.problems.push(
          `${this.now()} ${client.key}: read ${value} of ${found.owner.address}, not ${wanted}`,
        );
      }
      client.possible = new Set([value]);
    } catch (error) {
      this.note(error);
    }
  }

  private async write(client: Client, store: StoreNode, value: Value): Promise<void> {
    try {
      if (value !== null) await store.put(client.key, encodeUtf8(value));
      else await this.remove(client, store);
      this.counts.answered += 1;
      client.possible = new Set([value]);
    } catch (error) {
      this.note(error);
      const { detail } = error as { detail?: { outcome?: string } };
      if (detail?.outcome !== 'not-applied') client.possible.add(value);
    }
  }

  private async remove(client: Client, store: StoreNode): Promise<void> {
    const { removed, owner } = await store.remove(client.key);
    const mayBeThere = [...client.possible].some((value) => value !== null);
    const mayBeAbsent = client.possible.has(null);
    if (removed ? !mayBeThere : !mayBeAbsent) {
      this.problems.push(
        `${this.now()} ${client.key}: removed ${removed} at ${owner.address}, but it was ${[...client.possible].join(' or ')}`,
      );
    }
  }

  private note(error: unknown): void {
    if (!(error instanceof CodedError)) throw error;
    this.counts.unavailable += 1;
    if (error.code !== 'UNAVAILABLE')
      this.problems.push(`${this.now()} unexpected: ${error.code} ${error.message}`);
  }

  private pause(): Promise<void> {
    const { clock, random, pauseMs } = this.options;
    return new Promise((resolve) => void clock.after(pauseMs * (0.5 + random.next()), resolve));
  }

  private now(): string {
    return `${Math.round(this.options.clock.nowMs())} ms`;
  }
}
