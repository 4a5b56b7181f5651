// Clients that read and write at a steady pace, and others that look whether the nodes live.
import { randomInt } from 'node:crypto';
import { Agent } from 'node:http';
import { ask, pause } from './asking';
import { Phase } from './tally';

/** Keys from one index to before another. */
export interface KeyRange {
  readonly from: number;
  readonly to: number;
}

export interface LoadOptions {
  readonly keys: number;
  readonly valueBytes: number;
  readonly keyOf: (index: number) => string;
  /** Readings and writes a second, all clients together. */
  readonly pace: number;
  readonly writeShare: number;
  readonly print: (line: string) => void;
}

const TICK_MS = 10;
const LIVE_EVERY_MS = 50;
const METRICS_EVERY_MS = 1_000;
const RING_EVERY_MS = 1_000;
const CHANGES_AT_ONCE = 32;

export class Load {
  /** The number of the last write of each key that was acknowledged. */
  readonly acknowledged = new Map<number, number>();
  private phase = new Phase();
  private readonly agent = new Agent({ keepAlive: true });
  /** Nodes that are asked for keys, and for which. */
  private readonly serving = new Map<number, KeyRange>();
  private readonly watched = new Map<number, Promise<void>>();
  private readonly memberships = new Map<number, string>();
  private readonly busy = new Set<number>();
  private readonly open = new Set<Promise<void>>();
  private writes = 0;
  private isOver = false;
  private pacing: Promise<void> = Promise.resolve();

  constructor(private readonly options: LoadOptions) {}

  start(): void {
    this.pacing = this.keepPace();
  }

  serveAt(port: number, range: KeyRange = { from: 0, to: this.options.keys }): void {
    this.serving.set(port, range);
  }

  /** Writes some keys anew, a few at a time, each at any of the nodes that serve. */
  async change(indexes: Iterable<number>): Promise<void> {
    const waiting = indexes[Symbol.iterator]();
    const lane = async (): Promise<void> => {
      for (let next = waiting.next(); !next.done; next = waiting.next()) {
        const ports = [...this.serving.keys()];
        await this.writeOnce(ports[randomInt(ports.length)] as number, next.value);
      }
    };
    await Promise.all(Array.from({ length: CHANGES_AT_ONCE }, lane));
  }

  /** Looks at the life, the metrics and the ring of a node from now on. */
  watch(port: number): void {
    if (this.watched.has(port)) return;
    this.watched.set(port, Promise.resolve());
    const isWatched = (): boolean => !this.isOver && this.watched.has(port);
    const all = [
      this.every(LIVE_EVERY_MS, isWatched, () => this.live(port)),
      this.every(METRICS_EVERY_MS, isWatched, () => this.metrics(port)),
      this.every(RING_EVERY_MS, isWatched, () => this.look(port, '/api/v1/ring')),
      this.every(RING_EVERY_MS, isWatched, () => this.look(port, '/api/v1/node')),
    ];
    this.watched.set(
      port,
      Promise.all(all).then(() => undefined),
    );
  }

  /** Nobody asks this node any more. */
  async forget(port: number): Promise<void> {
    const work = this.watched.get(port);
    this.serving.delete(port);
    this.watched.delete(port);
    this.memberships.delete(port);
    await work;
  }

  report(name: string): void {
    this.options.print(`--- ${name}`);
    for (const line of this.phase.lines()) this.options.print(line);
    this.phase = new Phase();
  }

  /** Writes and readings end; the rest is still looked at. */
  async rest(): Promise<void> {
    const { serving } = this;
    const ports = [...serving.keys()];
    serving.clear();
    await Promise.all(this.open);
    this.options.print(`  ${this.acknowledged.size} keys were written, at ${ports.join(', ')}`);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all([this.pacing, ...this.watched.values()]);
    this.agent.destroy();
  }

  private async keepPace(): Promise<void> {
    const startMs = performance.now();
    for (let begun = 0; !this.isOver;) {
      const due = ((performance.now() - startMs) / 1_000) * this.options.pace;
      for (; begun < due; begun += 1) {
        if (this.serving.size === 0) continue;
        const one = this.one().finally(() => this.open.delete(one));
        this.open.add(one);
      }
      await pause(TICK_MS);
    }
    await Promise.all(this.open);
  }

  private async one(): Promise<void> {
    const all = [...this.serving];
    const [port, { from, to }] = all[randomInt(all.length)] as [number, KeyRange];
    const index = randomInt(from, to);
    if (Math.random() < this.options.writeShare) await this.writeOnce(port, index);
    else await this.read(port, index);
  }

  /** Not while another client writes that key. */
  private async writeOnce(port: number, index: number): Promise<void> {
    if (this.busy.has(index)) return;
    this.busy.add(index);
    await this.write(port, index);
    this.busy.delete(index);
  }

  private async read(port: number, index: number): Promise<void> {
    const known = this.acknowledged.get(index) ?? 0;
    const answered = await ask({ port, path: this.pathOf(index), agent: this.agent });
    const tally = this.phase.of(`GET at ${port}`);
    if (answered.status === 200 && numberOf(answered.body) < known) tally.fail('stale');
    else tally.note(answered);
  }

  private async write(port: number, index: number): Promise<void> {
    const number = (this.writes += 1);
    const body = Buffer.alloc(this.options.valueBytes, '.');
    body.write(`${number} `);
    const { agent } = this;
    const answered = await ask({ port, path: this.pathOf(index), method: 'PUT', body, agent });
    this.phase.of(`PUT at ${port}`).note(answered);
    if (answered.status >= 200 && answered.status < 300) this.acknowledged.set(index, number);
  }

  private pathOf(index: number): string {
    return `/api/v1/keys/${encodeURIComponent(this.options.keyOf(index))}`;
  }

  private async live(port: number): Promise<void> {
    const answered = await ask({ port, path: '/health/live' });
    this.phase.of(`/health/live at ${port}`).note(answered);
    if (answered.status !== 200) return;
    const { membership } = JSON.parse(answered.body.toString()) as { membership: string };
    const before = this.memberships.get(port);
    if (before !== membership) this.options.print(`  ${port}: ${before ?? 'new'} -> ${membership}`);
    this.memberships.set(port, membership);
  }

  private async look(port: number, path: string): Promise<void> {
    this.phase.of(`${path} at ${port}`).note(await ask({ port, path }));
  }

  private async metrics(port: number): Promise<void> {
    const answered = await ask({ port, path: '/metrics' });
    this.phase.of(`/metrics at ${port}`).note(answered);
    const late = /^chord_event_loop_delay_max_seconds ([0-9.e+-]+)/m.exec(answered.body.toString());
    if (!late) return;
    this.phase.of(`late loop at ${port}`).note({ status: 200, ms: Number(late[1]) * 1_000 });
  }

  private async every(
    ms: number,
    isWanted: () => boolean,
    task: () => Promise<void>,
  ): Promise<void> {
    while (isWanted()) {
      await task();
      await pause(ms);
    }
  }
}

/** The number that a value begins with; 0 for those that were there from the beginning. */
export function numberOf(value: Uint8Array): number {
  return Number.parseInt(Buffer.from(value.subarray(0, 16)).toString('latin1'), 10) || 0;
}
