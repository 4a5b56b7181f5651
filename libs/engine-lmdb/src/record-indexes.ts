// Keeps two indexes beside the records: by name (key bytes -> id), and by the time at which records end.
// A key is written when a record appears or disappears, or when its end changes; a value that is replaced
// costs nothing here.
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
  constructor(
    readonly tables: IndexTables,
    private readonly names: RecordNames,
  ) {}

  /**
   * Another record, or none, lies under a name with this group.
   * @param before the head of what lay there; `null` when it is corrupt
   */
  change(name: Buffer, before: Uint8Array | null | undefined, after: Uint8Array | undefined): void {
    const wasListed = before === null ? undefined : before !== undefined && !isDeletedIn(before);
    const isListed = after !== undefined && !isDeletedIn(after);
    if (isListed && !wasListed) this.list(name);
    if (!isListed && wasListed !== false)
      void this.tables.byName.remove(name.subarray(this.names.idBytes));
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

  clear(): void {
    void this.tables.byName.clearAsync();
    void this.tables.byEnd.clearAsync();
  }

  get listed(): number {
    return (this.tables.byName.getStats() as { entryCount: number }).entryCount;
  }

  scanNames(
    { prefix, after, items: itemsMax, looks }: NameLimit,
    isWanted: (keyId: string) => boolean,
  ): NamePage {
    const items: Position[] = [];
    let looked = 0;
    let last: Buffer | undefined;
    for (const { key, value } of this.tables.byName.getRange(rangeOfNames(prefix, after))) {
      if (looked >= looks || items.length >= itemsMax)
        return { items, next: { key: (last as Buffer).toString(), isWhole: false } };
      looked += 1;
      last = key;
      const keyId = this.names.idOf(value);
      if (isWanted(keyId)) items.push({ keyId, key: key.toString() });
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
