// Keeps two indexes beside the records: by name (key bytes -> id), and by the time at which records end.
// A key is written when a record appears or disappears, or when its end changes; a value that is replaced
// costs nothing here.
import type { Id } from '@chord-dht/chord';
import {
  currentHead,
  endOf,
  isDeletedIn,
  isSameEnd,
  type End,
  type EndKind,
  type EndLimit,
  type EndMark,
  type NameLimit,
  type NameMark,
  type NamePage,
  type Position,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import { eachOnce, inOneRow } from './in-one-row';
import { LateNames } from './late-names';
import type { RecordNames } from './record-names';

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
  readonly late = new LateNames();

  constructor(
    readonly tables: IndexTables,
    private readonly names: RecordNames,
  ) {}

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
      if (mayBeLate) this.late.add(position);
      else this.list(name);
    }
    if (!isListed && wasListed !== false) {
      this.late.remove(position);
      void this.tables.byName.remove(name.subarray(this.names.idBytes));
    }
    const oldEnd = before ? endOf(before) : undefined;
    const end = after && endOf(after);
    if (isSameEnd(oldEnd, end)) return;
    if (oldEnd) void this.tables.byEnd.remove(endKey(oldEnd, name));
    if (end) void this.tables.byEnd.put(endKey(end, name), NOTHING);
  }

  /** For a record that no index knows yet. What cannot be read is listed, so that it is met and reported. */
  add(name: Buffer, bytes: Uint8Array): void {
    const head = currentHead(bytes);
    if (!head || !isDeletedIn(head)) this.list(name);
    const end = head && endOf(head);
    if (end) void this.tables.byEnd.put(endKey(end, name), NOTHING);
  }

  /** Lists some of the names that are late. @returns them, for `LateNames.settle` */
  listLate(most: number): readonly Position[] {
    const taken = this.late.take(most);
    for (const position of taken) this.list(this.names.bytesOf(position));
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
    for (const { keyId, key } of this.listed(limit)) {
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

  /** The names that begin so, behind a place: those on the disk, and those that are late. */
  private listed(limit: NameLimit): Iterable<Position> {
    const onDisk = this.onDisk(limit);
    return this.late.size === 0 ? onDisk : eachOnce(inOneRow([onDisk, this.late.within(limit)]));
  }

  private *onDisk({ prefix, after }: NameLimit): Generator<Position> {
    for (const { key, value } of this.tables.byName.getRange(rangeOfNames(prefix, after)))
      yield { keyId: this.names.idOf(value), key: key.toString() };
  }

  private list(name: Buffer): void {
    const { idBytes } = this.names;
    void this.tables.byName.put(name.subarray(idBytes), name.subarray(0, idBytes));
  }
}

function rangeOfNames(prefix: string, after: NameMark | null): object {
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
