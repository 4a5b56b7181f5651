// Clients that keep a store busy: each does one operation after another, on few keys, through any node.
import type { SeededRandom } from '@chord-dht/chord/testing';
import { History, printEntry } from '@chord-dht/store/testing';
import type { StoreCluster } from '../cluster/store-cluster';
import { askStore, type Known, type Request } from './ask-store';

export interface LoadOptions {
  readonly clients: number;
  readonly keys: number;
  /** The mean pause of a client between two operations. */
  readonly pauseMs: number;
  /** The deadline that a client gives. */
  readonly timeoutMs: number;
  /** The share of gets with `consistency=one`, 0 to 1. */
  readonly one: number;
}

export const DEFAULT_LOAD: LoadOptions = {
  clients: 4,
  keys: 6,
  pauseMs: 150,
  timeoutMs: 3_000,
  one: 0,
};

export function keyNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `key-${index}`);
}

export class Load {
  readonly history = new History();
  private readonly keys: readonly string[];
  private running = 0;
  private stopped = false;
  private values = 0;

  constructor(
    private readonly cluster: StoreCluster,
    private readonly random: SeededRandom,
    private readonly options: LoadOptions,
  ) {
    this.keys = keyNames(options.keys);
  }

  /** True when every client has its last answer. */
  get idle(): boolean {
    return this.running === 0;
  }

  start(): void {
    for (let client = 0; client < this.options.clients; client += 1) {
      this.running += 1;
      void this.live().finally(() => (this.running -= 1));
    }
  }

  stop(): void {
    this.stopped = true;
  }

  private async live(): Promise<void> {
    const { cluster, random, options } = this;
    const known = new Map<string, Known>();
    for (;;) {
      await cluster.passes(options.pauseMs * 2 * random.next());
      if (this.stopped) return;
      const nodes = cluster.serving();
      if (nodes.length === 0) continue;
      const key = random.pick(this.keys);
      const request = this.draw(key, known.get(key));
      const asked = await askStore(cluster, random.pick(nodes), key, request, options);
      this.history.add(asked.entry);
      cluster.log?.add(printEntry(asked.entry));
      if (asked.known) known.set(key, asked.known);
      else known.delete(key);
    }
  }

  private draw(key: string, known: Known | undefined): Request {
    const dice = this.random.next();
    if (dice < 0.45) return { kind: 'get', reading: this.reading() };
    const isConditional = this.random.next() < 0.3;
    const onlyIf = isConditional ? known : undefined;
    if (dice < 0.57) return { kind: 'remove', ...(onlyIf ? { onlyIf } : {}) };
    const value = `${key}#${(this.values += 1)}`;
    if (!isConditional) return { kind: 'put', value };
    return { kind: 'put', value, onlyIf: known ?? 'absent' };
  }

  private reading(): 'majority' | 'one' {
    return this.random.next() < this.options.one ? 'one' : 'majority';
  }
}
