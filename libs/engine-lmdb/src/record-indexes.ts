// Keeps two indexes beside the records: by name (key bytes -> id), and by the time at which records end.
// A key is written when a record appears or disappears, or when its end changes; a value that is replaced
// costs nothing here.
import type { Id } from '@chord-dht/chord';
import {
  bucketOf,
  currentHead,
  endOf,
  isDeletedIn,
  isSameEnd,
  type End,
  type EndKind,
  type EndLimit,
  type EndMark,
  type NameLimit,
  type NamePage,
  type Position,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import { LateNames } from './late-names';
import type { NameRow } from './name-row';
import type { ByteRange, RecordNames } from './record-names';

export interface IndexTables {
  readonly byName: Database<Buffer, Buffer>;
  readonly byEnd: Database<Buffer, Buffer>;
}

/** Kind (1), time (8), then the name of the record. */
const KIND_BYTES: Readonly<Record<EndKind, number>> = { expiry: 1, tombstone: 2 };
const TIME_AT = 1;
const NAME_AT = 9;
/** Behind all text: no UTF-8 has this byte. */
const BEHIND_ALL = Buffer.of(0xff);
const NOTHING = Buffer.alloc(0);

export class RecordIndexes {
  readonly late: LateNames;

  constructor(
    readonly tables: IndexTables,
    private readonly names: RecordNames,
  ) {
    this.late = new LateNames(names.idBytes);
  }

  /**
   * Another record, or none, lies in a place with this group.
   * @param name the bytes of the place
   * @param before the head of what lay there; `null` when it is corrupt
   * @param mayBeLate its name may wait for others
   */
  change(
    position: Position,
    name: Buffer,
    before: Uint8Array | null | undefined,
    after: Uint8Array | undefined,
    mayBeLate: boolean,
  ): void {
    const wasListed = before === null ? undefined : before !== undefined && !isDeletedIn(before);
    const isListed = after !== undefined && !isDeletedIn(after);
    if (isListed && !wasListed) {
      if (mayBeLate) this.late.add(name, bucketOf(position.keyId));
      else this.list(name);
    }
    if (!isListed && wasListed !== false) {
      this.late.remove(name);
      void this.tables.byName.remove(name.subarray(this.names.idBytes));
    }
    const oldEnd = before ? endOf(before) : undefined;
    const end = after && endOf(after);
    if (isSameEnd(oldEnd, end)) return;
    if (oldEnd) void this.tables.byEnd.remove(endKey(oldEnd, name));
    if (end) void this.tables.byEnd.put(endKey(end, name), NOTHING);
  }

  /**
   * For a record that no index knows yet; its name is late. What cannot be read is listed, so that it is met and
   * reported.
   */
  add(name: Buffer, bytes: Uint8Array): void {
    const head = currentHead(bytes);
    // Which bucket is the same here: none is noted that was not.
    if (!head || !isDeletedIn(head)) this.late.add(name, 0);
    const end = head && endOf(head);
    if (end) void this.tables.byEnd.put(endKey(end, name), NOTHING);
  }

  /** Lists some of the names that are late. @returns them, for `LateNames.settle` */
  listLate(most: number): NameRow {
    const taken = this.late.take(most);
    for (let at = 0; at < taken.count; at += 1) this.list(taken.name(at));
    return taken;
  }

  clear(): void {
    this.late.clear();
    void this.tables.byName.clearAsync();
    void this.tables.byEnd.clearAsync();
  }

  /** On the disk. */
  get listedCount(): number {
    return (this.tables.byName.getStats() as { entryCount: number }).entryCount;
  }

  scanNames(limit: NameLimit, isWanted: (keyId: Id) => boolean): NamePage {
    const items: Position[] = [];
    let looked = 0;
    let last = '';
    for (const { keyId, key } of eachOnce(this.listed(rangeOfNames(limit)))) {
      if (looked >= limit.looks || items.length >= limit.items)
        return { items, next: { key: last, isWhole: false } };
      looked += 1;
      last = key;
      if (isWanted(keyId)) items.push({ keyId, key });
    }
    return { items, next: null };
  }

  /** What has ended, the earliest first. */
  *ended({ kind, untilMs, after }: Omit<EndLimit, 'records'>): Generator<EndMark> {
    const start = after
      ? endKey({ kind, atMs: after.atMs }, this.names.bytesOf(after))
      : Buffer.of(KIND_BYTES[kind]);
    const end = endKey({ kind, atMs: untilMs }, BEHIND_ALL);
    const range = { start, exclusiveStart: after !== null, end, values: false };
    for (const key of this.tables.byEnd.getKeys(range))
      yield { ...this.names.positionOf(key.subarray(NAME_AT)), atMs: key.readDoubleBE(TIME_AT) };
  }

  /** Takes an entry away that tells of no record. */
  forgetEnd(end: End, name: Buffer): void {
    void this.tables.byEnd.remove(endKey(end, name));
  }

  /** The names of a range of keys, in order: those on the disk, and those that are late. */
  private *listed(range: ByteRange): Generator<Position> {
    const late = this.late.within(range);
    let next = late.next();
    for (const { key, value } of this.tables.byName.getRange(range)) {
      for (; !next.done && this.isBefore(next.value, key); next = late.next())
        yield this.names.positionOf(next.value);
      yield { keyId: this.names.idOf(value), key: key.toString() };
    }
    for (; !next.done; next = late.next()) yield this.names.positionOf(next.value);
  }

  private isBefore(name: Buffer, key: Buffer): boolean {
    return Buffer.compare(name.subarray(this.names.idBytes), key) < 0;
  }

  private list(name: Buffer): void {
    const { idBytes } = this.names;
    void this.tables.byName.put(name.subarray(idBytes), name.subarray(0, idBytes));
  }
}

/** Some that are on the disk are late as well. */
function* eachOnce(names: Iterable<Position>): Generator<Position> {
  let last: string | undefined;
  for (const name of names) {
    if (name.key !== last) yield name;
    last = name.key;
  }
}

function rangeOfNames({ prefix, after }: Pick<NameLimit, 'prefix' | 'after'>): ByteRange {
  const low = Buffer.from(prefix);
  const end = Buffer.concat([low, BEHIND_ALL]);
  if (!after) return prefix === '' ? {} : { start: low, end };
  const mark = Buffer.from(after.key);
  const behind = after.isWhole ? Buffer.concat([mark, BEHIND_ALL]) : mark;
  return Buffer.compare(behind, low) < 0
    ? { start: low, end }
    : { start: behind, exclusiveStart: true, end };
}

function endKey({ kind, atMs }: End, name: Uint8Array): Buffer {
  const key = Buffer.allocUnsafe(NAME_AT + name.length);
  key[0] = KIND_BYTES[kind];
  key.writeDoubleBE(atMs, TIME_AT);
  key.set(name, NAME_AT);
  return key;
}
