// Clients that keep stores busy, each with a key of its own, and what they were told.
import { CodedError, type Clock } from '@chord-dht/chord';
import type { SeededRandom } from '@chord-dht/chord/testing';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
import type { StoreNode } from '../store-node';
import { History, printEntry, type Entry } from './histories/history';
import type { KeyCall, KeyReply } from './histories/key-model';
import { checkRegisters } from './histories/register-histories';
import type { TestMember } from './store-ring';

export interface HistoryOptions {
  readonly clock: Clock;
  readonly random: SeededRandom;
  /** A member to ask; another each time. */
  readonly pick: () => TestMember | undefined;
  readonly keys: number;
  /** The mean pause of a client between two operations. */
  readonly pauseMs: number;
  readonly prefix?: string;
}

export class StoreHistory {
  readonly history = new History();
  private readonly unexpected: string[] = [];
  private readonly keys: readonly string[];
  private stopped = false;
  private writes = 0;

  constructor(private readonly options: HistoryOptions) {
    this.keys = Array.from(
      { length: options.keys },
      (_, index) => `${options.prefix ?? 'key'}-${index}`,
    );
  }

  /** Runs all clients until `stop`. */
  async run(): Promise<void> {
    await Promise.all(this.keys.map((key) => this.live(key)));
  }

  stop(): void {
    this.stopped = true;
  }

  /** Reads every key through one member. */
  async readAll(member: TestMember): Promise<void> {
    for (const key of this.keys) await this.ask(member, key, { kind: 'get' });
  }

  /** What no store may answer: the keys whose histories no register has, and errors of other kinds. */
  problems(): string[] {
    const broken = checkRegisters(this.history, 'majority')
      .filter(({ verdict }) => verdict !== 'linearizable')
      .map(({ key, verdict, history }) => [`${key}: ${verdict}`, ...history.map(printEntry)]);
    return [...broken.map((lines) => lines.join('\n')), ...this.unexpected];
  }

  /** The keys that had a value when they were read last. */
  present(): string[] {
    return this.keys.filter((key) => {
      const last = this.history.of(key, 'majority').findLast(({ call }) => call.kind === 'get');
      return last?.reply?.kind === 'value' && last.reply.value !== null;
    });
  }

  private async live(key: string): Promise<void> {
    const { random, pick } = this.options;
    while (!this.stopped) {
      await this.pause();
      const member = pick();
      if (!member) continue;
      const dice = random.next();
      if (dice < 0.45) await this.ask(member, key, { kind: 'get' });
      else if (dice >= 0.85) await this.ask(member, key, { kind: 'remove' });
      else await this.ask(member, key, { kind: 'put', value: `${key}#${(this.writes += 1)}` });
    }
  }

  private async ask({ store, chord }: TestMember, key: string, call: KeyCall): Promise<void> {
    const { clock } = this.options;
    const startMs = clock.nowMs();
    const node = chord.self.address;
    const about = { key, call, node, reading: 'majority' as const, startMs };
    try {
      const reply = await replyOf(store, key, call);
      this.history.add({ ...about, reply, outcome: 'ok', endMs: clock.nowMs() });
    } catch (error) {
      this.history.add({ ...about, reply: undefined, ...this.failure(error, call) });
    }
  }

  private failure(error: unknown, call: KeyCall): Pick<Entry, 'outcome' | 'code' | 'endMs'> {
    if (!(error instanceof CodedError)) throw error;
    const { code, message } = error;
    const nowMs = this.options.clock.nowMs();
    if (code !== 'UNAVAILABLE') this.unexpected.push(`${Math.round(nowMs)} ms ${code} ${message}`);
    const { outcome } = (error.detail ?? {}) as { outcome?: string };
    const isCertain = call.kind === 'get' || outcome === 'not-applied';
    return isCertain
      ? { outcome: 'failed', code, endMs: nowMs }
      : { outcome: 'unknown', code, endMs: Infinity };
  }

  private pause(): Promise<void> {
    const { clock, random, pauseMs } = this.options;
    return new Promise((resolve) => void clock.after(pauseMs * (0.5 + random.next()), resolve));
  }
}

async function replyOf(store: StoreNode, key: string, call: KeyCall): Promise<KeyReply> {
  if (call.kind === 'get') {
    const found = await store.get(key);
    return { kind: 'value', value: found.found ? (decodeUtf8(found.value) ?? 'no text') : null };
  }
  if (call.kind === 'remove') return { kind: 'done', existed: (await store.remove(key)).removed };
  return { kind: 'done', existed: !(await store.put(key, encodeUtf8(call.value))).created };
}
