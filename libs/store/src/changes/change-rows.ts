// The rows of the log of changes, in columns of numbers: an object for each change would outlive many requests, and be
// moved and marked by the collector of garbage again and again.
import type { Id } from '@chord-dht/chord';
import { CHANGE_KINDS, type ChangeKind, type LoggedChange, type Stamp } from './change';

/** A key with at least one change. */
export interface ChangedKey {
  readonly keyId: Id;
  readonly key: string;
  /** The number of its last change. */
  sequence: number;
}

export interface NewChange {
  readonly place: ChangedKey;
  readonly kind: ChangeKind;
  readonly stamp: Stamp;
  readonly written: Stamp;
  readonly origin: string;
  readonly atMs: number;
  readonly loggedAtMs: number;
  readonly hasGap: boolean;
}

const ROWS_MIN = 256;
/** The times of a row: of its stamp, of the version, when it happened, when it was logged. */
const TIMES = 4;
const [STAMP, WRITTEN, AT, LOGGED] = [0, 1, 2, 3] as const;
/** The counters of a row: of its stamp, of the version. */
const COUNTERS = 2;
/** The flags of a row. */
const [HAS_GAP, IS_PASSED_OVER] = [1, 2] as const;

interface Columns {
  readonly times: Float64Array;
  readonly counters: Uint32Array;
  readonly kinds: Uint8Array;
  readonly flags: Uint8Array;
  readonly places: (ChangedKey | undefined)[];
  readonly origins: string[];
}

export class ChangeRows {
  private columns = columnsOf(ROWS_MIN);
  /** A power of two. */
  private capacity = ROWS_MIN;
  private first = 1;
  private next = 1;

  /** The number of the earliest row; of the next one when there is none. */
  get firstSequence(): number {
    return this.first;
  }

  /** The number of the latest row that there has been; 0 for none. */
  get lastSequence(): number {
    return this.next - 1;
  }

  get size(): number {
    return this.next - this.first;
  }

  /** Appends a change, which becomes the last of its key. */
  add(change: NewChange): void {
    if (this.size === this.capacity) this.grow();
    const { times, counters, kinds, flags, places, origins } = this.columns;
    const { place, stamp, written } = change;
    const row = this.rowOf(this.next);
    times[row * TIMES + STAMP] = stamp.timeMs;
    times[row * TIMES + WRITTEN] = written.timeMs;
    times[row * TIMES + AT] = change.atMs;
    times[row * TIMES + LOGGED] = change.loggedAtMs;
    counters[row * COUNTERS + STAMP] = stamp.counter;
    counters[row * COUNTERS + WRITTEN] = written.counter;
    kinds[row] = CHANGE_KINDS.indexOf(change.kind);
    flags[row] = change.hasGap ? HAS_GAP : 0;
    places[row] = place;
    origins[row] = change.origin;
    place.sequence = this.next;
    this.next += 1;
  }

  /** @see LoggedChange.isPassedOver */
  passOver(sequence: number): void {
    const { flags } = this.columns;
    const row = this.rowOf(sequence);
    flags[row] = (flags[row] as number) | IS_PASSED_OVER;
  }

  /** Removes the earliest row. */
  dropFirst(): void {
    this.columns.places[this.rowOf(this.first)] = undefined;
    this.first += 1;
  }

  /** Removes all rows; their numbers are not used again. */
  clear(): void {
    this.columns = columnsOf(ROWS_MIN);
    this.capacity = ROWS_MIN;
    this.first = this.next;
  }

  placeOf(sequence: number): ChangedKey {
    return this.columns.places[this.rowOf(sequence)] as ChangedKey;
  }

  kindOf(sequence: number): ChangeKind {
    return CHANGE_KINDS[this.columns.kinds[this.rowOf(sequence)] as number] as ChangeKind;
  }

  stampOf(sequence: number): Stamp {
    return this.timeAt(sequence, STAMP);
  }

  writtenOf(sequence: number): Stamp {
    return this.timeAt(sequence, WRITTEN);
  }

  loggedAtMsOf(sequence: number): number {
    return this.columns.times[this.rowOf(sequence) * TIMES + LOGGED] as number;
  }

  changeOf(sequence: number): LoggedChange {
    const row = this.rowOf(sequence);
    const { times, flags, origins } = this.columns;
    const place = this.placeOf(sequence);
    return {
      keyId: place.keyId,
      key: place.key,
      kind: this.kindOf(sequence),
      stamp: this.stampOf(sequence),
      written: this.writtenOf(sequence),
      origin: origins[row] as string,
      atMs: times[row * TIMES + AT] as number,
      hasGap: ((flags[row] as number) & HAS_GAP) !== 0,
      isPassedOver: ((flags[row] as number) & IS_PASSED_OVER) !== 0,
      sequence,
      // A getter, because another change may follow later.
      get isLast() {
        return place.sequence === sequence;
      },
    };
  }

  private timeAt(sequence: number, which: typeof STAMP | typeof WRITTEN): Stamp {
    const row = this.rowOf(sequence);
    const { times, counters } = this.columns;
    return {
      timeMs: times[row * TIMES + which] as number,
      counter: counters[row * COUNTERS + which] as number,
    };
  }

  private rowOf(sequence: number): number {
    return sequence & (this.capacity - 1);
  }

  private grow(): void {
    const old = this.columns;
    const oldCapacity = this.capacity;
    this.capacity *= 2;
    this.columns = columnsOf(this.capacity);
    const { times, counters, kinds, flags, places, origins } = this.columns;
    for (let sequence = this.first; sequence < this.next; sequence += 1) {
      const from = sequence & (oldCapacity - 1);
      const to = this.rowOf(sequence);
      copyRow(old.times, from, times, to, TIMES);
      copyRow(old.counters, from, counters, to, COUNTERS);
      kinds[to] = old.kinds[from] as number;
      flags[to] = old.flags[from] as number;
      places[to] = old.places[from];
      origins[to] = old.origins[from] as string;
    }
  }
}

function copyRow(
  source: Float64Array | Uint32Array,
  from: number,
  target: Float64Array | Uint32Array,
  to: number,
  width: number,
): void {
  for (let at = 0; at < width; at += 1)
    target[to * width + at] = source[from * width + at] as number;
}

function columnsOf(rows: number): Columns {
  return {
    times: new Float64Array(rows * TIMES),
    counters: new Uint32Array(rows * COUNTERS),
    kinds: new Uint8Array(rows),
    flags: new Uint8Array(rows),
    places: new Array<undefined>(rows).fill(undefined),
    origins: new Array<string>(rows).fill(''),
  };
}
