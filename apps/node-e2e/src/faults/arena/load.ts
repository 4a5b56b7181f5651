// The load during faults: a steady stream of operations on four kinds of keys, chosen by a seed.
import { SeededRandom } from '@chord-dht/chord/testing';
import { PATIENCE } from '../../harness/patience';
import type { NodeProcess } from '../../harness/node-process';
import { DELETED_PREFIX, REGISTER_PREFIX } from './checks';
import type { History, Operation } from './history';
import { KeyClient, type Api } from './key-client';

export interface LoadOptions {
  readonly seed: number;
  /** Operations a second, as long as the nodes keep up. */
  readonly rate: number;
  /** The nodes that clients may ask now. */
  readonly healthy: () => readonly NodeProcess[];
  readonly history: History;
}

const REGISTERS = 40;
const SWAPPED = 8;
const RIVALS = 3;
const IN_FLIGHT_MAX = 600;
const SURGE_IN_FLIGHT_MAX = 6_000;
const TICK_MS = 20;
/** The end is read in so many keys a request, which take a fraction of the time of single ones. */
const FINAL_KEYS = 100;
/** What is left of them is read by this many clients at once. */
const FINAL_LANES = 32;
const FINAL_TRIES = 5 * Math.ceil(PATIENCE);
const FINAL_PAUSE_MS = 1_000;

export class Load {
  readonly client: KeyClient;
  private readonly random: SeededRandom;
  private readonly running = new Set<Promise<unknown>>();
  private readonly once: string[] = [];
  private readonly swapping = new Set<string>();
  private readonly deleted: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private values = 0;
  private factor = 1;

  constructor(private readonly options: LoadOptions) {
    this.random = new SeededRandom(options.seed);
    this.client = new KeyClient(options.history, (node) => options.healthy().includes(node));
  }

  start(): void {
    let lastMs = performance.now();
    let due = 0;
    this.timer = setInterval(() => {
      const nowMs = performance.now();
      const rate = this.options.rate * this.factor;
      const inFlightMax = this.factor > 1 ? SURGE_IN_FLIGHT_MAX : IN_FLIGHT_MAX;
      due = Math.min(due + ((nowMs - lastMs) / 1_000) * rate, rate);
      lastMs = nowMs;
      for (; due >= 1; due -= 1) if (this.running.size < inFlightMax) this.keep(this.step());
    }, TICK_MS);
  }

  /** From now on so many times more, whether the nodes keep up or not. */
  surge(factor: number): void {
    this.factor = factor;
  }

  calm(): void {
    this.factor = 1;
  }

  /** Starts nothing more, and resolves when everything is answered. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** A write of a register through one node, whatever its state. */
  writeAt(node: NodeProcess): Promise<Operation> {
    return this.client.do({ node, kind: 'write', key: this.register(), value: this.unique() });
  }

  /**
   * Reads every key through every node, and again where a node has no time for it or no answer yet.
   * @param isLost tells of which keys no answer can come
   */
  async readAll(
    nodes: readonly NodeProcess[],
    isLost: (key: string) => boolean = () => false,
  ): Promise<void> {
    const keys = [...new Set(this.options.history.operations.map(({ key }) => key))];
    const calls = keys.filter(isLost).flatMap((key) => nodes.map((node) => ({ key, node })));
    const held = keys.filter((key) => !isLost(key));
    const readAt = async (node: NodeProcess): Promise<void> => {
      for (let from = 0; from < held.length; from += FINAL_KEYS) {
        const left = await this.client.readAtOnce(node, held.slice(from, from + FINAL_KEYS));
        calls.push(...left.map((key) => ({ key, node })));
      }
    };
    await Promise.all(nodes.map(readAt));
    const lane = async (): Promise<void> => {
      for (let call = calls.pop(); call; call = calls.pop())
        await this.readAtLast(call, isLost(call.key) ? 1 : FINAL_TRIES);
    };
    await Promise.all(Array.from({ length: FINAL_LANES }, lane));
  }

  private async readAtLast(call: { key: string; node: NodeProcess }, tries: number): Promise<void> {
    for (let left = tries; left > 0; left -= 1) {
      const reading = { ...call, kind: 'read', api: this.api(), isFinal: true } as const;
      const { outcome } = await this.client.do(reading);
      if (outcome === 'ok') return;
      await new Promise((resolve) => setTimeout(resolve, FINAL_PAUSE_MS));
    }
  }

  private keep(task: Promise<unknown>): void {
    const done: Promise<unknown> = task.finally(() => this.running.delete(done));
    this.running.add(done);
  }

  private async step(): Promise<void> {
    const { random } = this;
    const node = this.node();
    if (!node) return;
    const dice = random.next();
    if (dice < 0.4)
      await this.client.do({ node, kind: 'read', key: this.register(), api: this.api() });
    else if (dice < 0.78)
      await this.client.do({
        ...{ node, kind: 'write', key: this.register(), value: this.unique(), api: this.api() },
      });
    else if (dice < 0.83) await this.writeOnce(node);
    else if (dice < 0.88 && this.once.length > 0)
      await this.client.do({ node, kind: 'read', key: random.pick(this.once), api: this.api() });
    else if (dice < 0.92 && this.deleted.length > 0)
      await this.client.do({ node, kind: 'read', key: random.pick(this.deleted), api: this.api() });
    else if (dice < 0.95) await this.writeAndDelete(node);
    else await this.compete(node);
  }

  private async writeOnce(node: NodeProcess): Promise<void> {
    const key = `once-${this.options.seed}-${this.once.length}`;
    this.once.push(key);
    await this.client.do({ node, kind: 'write', key, value: this.unique(), api: this.api() });
  }

  private async writeAndDelete(node: NodeProcess): Promise<void> {
    const key = `${DELETED_PREFIX}${this.options.seed}-${this.deleted.length}`;
    this.deleted.push(key);
    const written = await this.client.do({ node, kind: 'write', key, value: this.unique() });
    if (written.outcome === 'ok')
      await this.client.do({ node: this.node() ?? node, kind: 'remove', key, api: this.api() });
  }

  /** Several clients want to replace the same version at the same time. */
  private async compete(node: NodeProcess): Promise<void> {
    const key = `swap-${this.options.seed}-${this.random.below(SWAPPED)}`;
    if (this.swapping.has(key)) return;
    this.swapping.add(key);
    const before = await this.client.do({ node, kind: 'read', key });
    if (before.outcome === 'ok')
      await Promise.all(
        Array.from({ length: RIVALS }, () =>
          this.client.do({
            ...{ node: this.node() ?? node, kind: 'swap', key, value: this.unique() },
            basis: before.etag,
          }),
        ),
      );
    this.swapping.delete(key);
  }

  private node(): NodeProcess | undefined {
    const nodes = this.options.healthy();
    return nodes.length > 0 ? this.random.pick(nodes) : undefined;
  }

  private register(): string {
    return `${REGISTER_PREFIX}${this.options.seed}-${this.random.below(REGISTERS)}`;
  }

  private unique(): string {
    return `value ${(this.values += 1)}`;
  }

  private api(): Api {
    return this.random.next() < 0.3 ? 'plain' : 'json';
  }
}
