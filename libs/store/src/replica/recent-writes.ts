// The keys written here recently, so that a node that copies an arc can follow changes meanwhile. It is a hint and
// lies in memory only: what it lacks is found by comparing.
import { inRange, type Clock } from '@chord-dht/chord';
import type { Arc, Position } from '../record/position';

const REMEMBERED_MAX = 65_536;
/** Marks of earlier moments: at most one a second, so many. */
const MOMENT_MS = 1_000;
const MOMENTS_MAX = 32;

export interface FoundWrites {
  /** Behind the last that was looked at. */
  readonly mark: string;
  readonly positions: readonly Position[];
  readonly isMore: boolean;
}

export class RecentWrites {
  private readonly last: Position[] = [];
  private count = 0;
  /** How many there were, the latest last. */
  private readonly moments: { readonly atMs: number; readonly count: number }[] = [];
  private lastAtMs = -Infinity;

  /** @param incarnation names the incarnation of this process: a mark of another means nothing */
  constructor(
    private readonly incarnation: string,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** These can be read from now on. */
  note(items: readonly { readonly position: Position }[]): void {
    this.noteMoment();
    for (const { position } of items) {
      this.last[this.count % REMEMBERED_MAX] = position;
      this.count += 1;
    }
  }

  get mark(): string {
    return this.markAt(this.count);
  }

  /** A mark before everything that was written in the last so many milliseconds. */
  markBefore(agoMs: number): string {
    const untilMs = this.clock.nowMs() - agoMs;
    if (this.lastAtMs <= untilMs) return this.mark;
    const moment = this.moments.findLast(({ atMs }) => atMs <= untilMs) ?? this.moments[0];
    return this.markAt(moment?.count ?? this.count);
  }

  /** What was written in an arc after a mark, each once; nothing when that is not known any more. */
  since(mark: string, arc: Arc, most: number): FoundWrites | undefined {
    const [incarnation, number, more] = mark.split('.');
    let at = Number(number);
    if (incarnation !== this.incarnation || more !== undefined || !Number.isSafeInteger(at))
      return undefined;
    if (at < Math.max(0, this.count - REMEMBERED_MAX) || at > this.count) return undefined;
    const found = new Map<string, Position>();
    for (; at < this.count && found.size < most; at += 1) {
      const position = this.last[at % REMEMBERED_MAX] as Position;
      if (inRange(arc.fromId, position.keyId, arc.toId)) found.set(position.key, position);
    }
    return {
      mark: this.markAt(at),
      positions: [...found.values()],
      isMore: at < this.count,
    };
  }

  private noteMoment(): void {
    const atMs = this.clock.nowMs();
    this.lastAtMs = atMs;
    const last = this.moments.at(-1);
    if (last && atMs - last.atMs < MOMENT_MS) return;
    this.moments.push({ atMs, count: this.count });
    if (this.moments.length > MOMENTS_MAX) this.moments.shift();
  }

  private markAt(count: number): string {
    return `${this.incarnation}.${count}`;
  }
}
