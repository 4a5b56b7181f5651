// Names that are not in the index on the disk yet. Records that are moved come in the order of their ids, so that each
// of their names would change another page of that index; gathered, and written in the order of names, many of them
// share a page. What is lost with the process is listed by the next start (`build-indexes.ts`), which `LateBuckets` tells
// where to look.
import { LateBuckets } from './late-buckets';
import { MergedRows, type RowHead } from './merged-rows';
import { NameRow } from './name-row';
import type { ByteRange } from './record-names';

/** So much waits for others that lie near it: of a million short names a fifth, ten for each page. */
const WAITING_BYTES_MAX = 8 * 1024 * 1024;
/** What each takes beside its bytes. */
const BESIDE_BYTES = 6;
/** At most this many are sorted at once. */
const ROW_MAX = 1_024;

export class LateNames {
  /** Not sorted yet. */
  private fresh: NameRow;
  /** What comes while others are written. */
  private rows: NameRow[] = [];
  /** What is left of those that are written at present. */
  private round = new MergedRows([]);
  /** Written in groups that are not committed: readers do not find them on the disk yet. */
  private readonly taken = new Set<NameRow>();
  private takenCount = 0;
  private waitingCount = 0;
  private waitingBytes = 0;
  /** Of those that wait. */
  readonly buckets = new LateBuckets();
  /** How many there have ever been. */
  added = 0;

  /** @param idBytes the size of the id that a name begins with */
  constructor(private readonly idBytes: number) {
    this.fresh = new NameRow(idBytes);
  }

  get size(): number {
    return this.waitingCount + this.takenCount;
  }

  /** How many ought to be written by now. */
  get surplus(): number {
    const bytes = this.waitingBytes - WAITING_BYTES_MAX;
    return bytes > 0 ? Math.ceil((bytes / this.waitingBytes) * this.waitingCount) : 0;
  }

  /** For a name that is not among them. */
  add(name: Buffer, bucket: number): void {
    this.fresh.add(name, bucket);
    this.waits(1, name.length);
    this.buckets.add(bucket);
    this.added += 1;
    if (this.fresh.count === ROW_MAX) this.endRow();
  }

  /** The record is gone: its name is to be neither found nor written. */
  remove(name: Buffer): void {
    if (this.size === 0) return;
    const key = name.subarray(this.idBytes);
    for (const row of this.taken) for (const at of placesOf(row, key)) row.forget(at);
    let forgotten = 0;
    for (const { row, at: from } of this.waiting())
      for (const at of placesOf(row, key, from)) forgotten += this.forget(row, at);
    for (let at = 0; at < this.fresh.count; at += 1)
      if (this.fresh.hasKey(at, key)) forgotten += this.forget(this.fresh, at);
    this.waits(-forgotten, name.length);
  }

  /** The next names, in order, which are to be written now; until `settle` they are found here. */
  take(most: number): NameRow {
    const taken = new NameRow(this.idBytes);
    while (taken.count < most) {
      const { first } = this.round;
      // All that is taken at once is in order.
      if (!first && (taken.count > 0 || !this.beginRound())) break;
      if (!first) continue;
      const { row, at } = first;
      if (!row.isGone(at)) {
        taken.addFrom(row, at);
        this.buckets.remove(row.bucket(at));
        this.waits(-1, row.sizeOf(at));
      }
      this.round.advance();
    }
    this.takenCount += taken.count;
    this.taken.add(taken);
    return taken;
  }

  /** What was taken is committed. */
  settle(taken: NameRow): void {
    if (this.taken.delete(taken)) this.takenCount -= taken.count;
    if (this.size === 0) this.clear();
  }

  /** Those of a range of keys, in order, and some that are on the disk already; to be gone through at once. */
  *within({ start, exclusiveStart, end }: ByteRange): Generator<Buffer> {
    this.endRow();
    const rows = [...this.waiting(), ...[...this.taken].map((row) => ({ row, at: 0 }))];
    const heads = rows.map(({ row, at }) => ({
      row,
      at: start ? Math.max(at, row.placeOf(start, exclusiveStart)) : at,
    }));
    const merged = new MergedRows(heads);
    for (let { first } = merged; first; { first } = merged) {
      const { row, at } = first;
      const name = row.name(at);
      if (end && Buffer.compare(name.subarray(this.idBytes), end) >= 0) return;
      if (!row.isGone(at)) yield name;
      merged.advance();
    }
  }

  clear(): void {
    this.fresh = new NameRow(this.idBytes);
    this.rows = [];
    this.round = new MergedRows([]);
    this.taken.clear();
    this.waitingCount = this.waitingBytes = this.takenCount = 0;
    this.buckets.clear();
  }

  private waits(names: number, bytes: number): void {
    this.waitingCount += names;
    this.waitingBytes += names * (bytes + BESIDE_BYTES);
  }

  /** @returns how many there are less of */
  private forget(row: NameRow, at: number): 0 | 1 {
    if (row.isGone(at)) return 0;
    this.buckets.remove(row.bucket(at));
    row.forget(at);
    return 1;
  }

  /** All rows in order, each from the first name on that has not been taken. */
  private waiting(): RowHead[] {
    return [...this.round.heads, ...this.rows.map((row) => ({ row, at: 0 }))];
  }

  private endRow(): void {
    if (this.fresh.count === 0) return;
    this.rows.push(this.fresh.sorted());
    this.fresh = new NameRow(this.idBytes);
  }

  /** @returns false when nothing is to be written in it */
  private beginRound(): boolean {
    this.endRow();
    this.round = new MergedRows(this.rows.map((row) => ({ row, at: 0 })));
    this.rows = [];
    return this.round.first !== undefined;
  }
}

/** Where a key stands in a row in order. */
function* placesOf(row: NameRow, key: Uint8Array, from = 0): Generator<number> {
  for (let at = Math.max(from, row.placeOf(key)); at < row.count && row.hasKey(at, key); at += 1)
    yield at;
}
