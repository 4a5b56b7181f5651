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
  type EndLimit,
  type EndMark,
  type NameLimit,
  type NamePage,
  type Position,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import { endOfTouched, isListed, type Touched } from './changes';
import { endKey, nameIn, startOfKind, timeIn } from './end-key';
import { LateNames } from './late-names';
import type { NameRow } from './name-row';
import type { ByteRange, RecordNames } from './record-names';
import type { Row } from './sorted-rows';
import type { Unwritten } from './unwritten';

export interface IndexTables {
  readonly byName: Database<Buffer, Buffer>;
  readonly byEnd: Database<Buffer, Buffer>;
}

/** Behind all text: no UTF-8 has this byte. */
const BEHIND_ALL = Buffer.of(0xff);
const NOTHING = Buffer.alloc(0);

export class RecordIndexes {
  readonly late: LateNames;

  constructor(
    readonly tables: IndexTables,
    private readonly names: RecordNames,
    private readonly unwritten: Unwritten,
  ) {
    this.late = new LateNames(names.idBytes);
  }

  /** Another record, or none, comes to lie in a place of the tree. */
  change(touched: Touched): void {
    const { name, before, isMoved, keyId } = touched;
    const isNowListed = isListed(touched);
    if (isNowListed && !before.isListed) {
      if (isMoved) this.late.add(name, bucketOf(keyId));
      else this.list(name);
    }
    if (!isNowListed && before.isListed !== false) {
      this.late.remove(name);
      void this.tables.byName.remove(name.subarray(this.names.idBytes));
    }
    const end = endOfTouched(touched);
    if (isSameEnd(before.end, end)) return;
    if (before.end) void this.tables.byEnd.remove(endKey(before.end, name));
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

  /** What has ended, the earliest first, and some that tell of no record. */
  *ended({ kind, untilMs, after }: Omit<EndLimit, 'records'>): Generator<EndMark> {
    const start = after
      ? endKey({ kind, atMs: after.atMs }, this.names.bytesOf(after))
      : startOfKind(kind);
    const end = endKey({ kind, atMs: untilMs }, BEHIND_ALL);
    const range = { start, exclusiveStart: after !== null, end };
    const fresh = this.unwritten.rows('ends', range);
    const known = this.tables.byEnd.getKeys(range);
    for (const key of mergeKeys(known, fresh))
      yield { ...this.names.positionOf(nameIn(key)), atMs: timeIn(key) };
  }

  /** Takes an entry away that tells of no record. */
  forgetEnd(end: End, name: Buffer): void {
    void this.tables.byEnd.remove(endKey(end, name));
  }

  /** The names of a range of keys, in order: those in the tree, those that are late, and those that it lacks. */
  private *listed(range: ByteRange): Generator<Position> {
    const fresh = this.unwritten.rows('names', range);
    let at = 0;
    for (const { key, id } of this.inTreeOrLate(range)) {
      let order = 1;
      for (; at < fresh.length; at += 1) {
        const { key: freshKey, touched } = fresh[at] as Row;
        order = Buffer.compare(freshKey, key);
        if (order >= 0) break;
        if (isListed(touched)) yield touched;
      }
      if (at === fresh.length || order > 0)
        yield { keyId: this.names.idOf(id), key: key.toString() };
    }
    for (; at < fresh.length; at += 1) {
      const { touched } = fresh[at] as Row;
      if (isListed(touched)) yield touched;
    }
  }

  private *inTreeOrLate(
    range: ByteRange,
  ): Generator<{ readonly key: Buffer; readonly id: Buffer }> {
    const { idBytes } = this.names;
    const late = this.late.within(range);
    let next = late.next();
    const nextLate = (): { readonly key: Buffer; readonly id: Buffer } => {
      const name = next.value as Buffer;
      next = late.next();
      return { key: name.subarray(idBytes), id: name.subarray(0, idBytes) };
    };
    for (const { key, value } of this.tables.byName.getRange(range)) {
      while (!next.done && Buffer.compare(next.value.subarray(idBytes), key) < 0) yield nextLate();
      yield { key, id: value };
    }
    while (!next.done) yield nextLate();
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

/** Both in order; a key that is in both comes once. */
function* mergeKeys(known: Iterable<Buffer>, fresh: readonly Row[]): Generator<Buffer> {
  let at = 0;
  for (const key of known) {
    for (; at < fresh.length; at += 1) {
      const row = fresh[at] as Row;
      const order = Buffer.compare(row.key, key);
      if (order > 0) break;
      if (order < 0) yield row.key;
    }
    yield key;
  }
  for (; at < fresh.length; at += 1) yield (fresh[at] as Row).key;
}
