// The movement of records between home replicas: its amount and its progress.
import type { Clock } from '@chord-dht/chord';
import type { StoreEvent } from '../arc/events';

/** As many are worth telling of, so often. */
const MANY_RECORDS = 10_000;
const TELL_EVERY_MS = 5_000;

export interface MovedFigures {
  readonly records: number;
  readonly bytes: number;
}

export interface MovementFigures {
  /** Since this process began. */
  readonly received: MovedFigures;
  readonly sent: MovedFigures;
  /** What this node is bringing somewhere, or fetching, at present; `null` when nothing. */
  readonly underWay: UnderWay | null;
}

export interface UnderWay {
  /** Records to be moved, or to be looked at whether they have to be. */
  readonly records: number;
  readonly done: number;
  readonly recordsPerSecond: number;
  /** `null` as long as nobody can tell. */
  readonly secondsLeft: number | null;
}

/** One arc that is moved to or from another node. */
export interface Move {
  advance(records: number): void;
  end(): void;
}

export class Movement {
  private readonly in = { records: 0, bytes: 0 };
  private readonly out = { records: 0, bytes: 0 };
  private open = 0;
  /** Of all moves since there was last none. */
  private total = { records: 0, done: 0, sinceMs: 0, toldMs: -Infinity };

  constructor(
    private readonly clock: Clock,
    private readonly tell: (event: StoreEvent) => void = () => undefined,
  ) {}

  get figures(): MovementFigures {
    return { received: { ...this.in }, sent: { ...this.out }, underWay: this.underWay };
  }

  received(moved: MovedFigures): void {
    add(this.in, moved);
  }

  sent(moved: MovedFigures): void {
    add(this.out, moved);
  }

  begin(records: number): Move {
    if (this.open === 0) this.total = this.nothing();
    this.open += 1;
    const { total } = this;
    total.records += records;
    this.tellOfMany();
    let left = records;
    const advance = (count: number): void => {
      const done = Math.min(left, count);
      left -= done;
      total.done += done;
      this.tellOfMany();
    };
    return {
      advance,
      end: () => {
        advance(left);
        if (this.open === 1) this.tellOfEnd();
        this.open -= 1;
      },
    };
  }

  private get underWay(): UnderWay | null {
    if (this.open === 0) return null;
    const { records, done, sinceMs } = this.total;
    const seconds = (this.clock.nowMs() - sinceMs) / 1_000;
    const recordsPerSecond = seconds > 0 ? Math.round(done / seconds) : 0;
    const secondsLeft =
      done > 0 ? Math.ceil((records - done) / Math.max(1, recordsPerSecond)) : null;
    return { records, done, recordsPerSecond, secondsLeft };
  }

  private nothing(): typeof this.total {
    return { records: 0, done: 0, sinceMs: this.clock.nowMs(), toldMs: -Infinity };
  }

  private tellOfMany(): void {
    const { total, underWay } = this;
    const nowMs = this.clock.nowMs();
    if (!underWay || total.records < MANY_RECORDS || nowMs - total.toldMs < TELL_EVERY_MS) return;
    total.toldMs = nowMs;
    this.tell({ type: 'records-moving', ...underWay });
  }

  private tellOfEnd(): void {
    const { underWay } = this;
    if (!underWay || underWay.records < MANY_RECORDS) return;
    const { done: records, recordsPerSecond } = underWay;
    this.tell({ type: 'records-moved', records, recordsPerSecond });
  }
}

/** What a list of records amounts to. */
export function figuresOfMoved(records: readonly { readonly bytes: Uint8Array }[]): MovedFigures {
  return {
    records: records.length,
    bytes: records.reduce((sum, { bytes }) => sum + bytes.length, 0),
  };
}

function add(sum: { records: number; bytes: number }, moved: MovedFigures): void {
  sum.records += moved.records;
  sum.bytes += moved.bytes;
}
