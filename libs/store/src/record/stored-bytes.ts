// Reads a record from the bytes that lie under a name in an engine.
import { StoreError } from '../base/errors';
import type { Checksum } from './checksum';
import type { Position } from './position';
import { crc32 } from './crc32';
import { currentBytes, currentHead, decodeHead, decodeRecord } from './record-codec';
import { isEmptied } from './ends';
import {
  checkRecordBytes,
  compareRecordVersions,
  hasKey,
  hasKeyBytes,
  isDeletedIn,
} from './record-bytes';
import type { RecordHead, StoredRecord } from './stored-record';

/** @throws StoreError `CORRUPT` */
export function recordAt(
  position: Position,
  bytes: Uint8Array,
  checksum: Checksum = crc32,
): StoredRecord {
  return named(
    position,
    decodeRecord(bytes, () => position.keyId, checksum),
  );
}

/**
 * The stored bytes, checked; new ones when they are of an earlier format.
 * @throws StoreError `CORRUPT`
 */
export function bytesAt(position: Position, bytes: Uint8Array, checksum: Checksum): Uint8Array {
  const current = currentBytes(bytes, checksum);
  if (!hasKey(current, position.key)) throw misplaced();
  return current;
}

/**
 * The same for a name as bytes.
 * @param keyFrom where the key begins in it
 */
export function bytesUnder(
  name: Uint8Array,
  keyFrom: number,
  bytes: Uint8Array,
  checksum: Checksum,
): Uint8Array {
  const current = currentBytes(bytes, checksum);
  if (!hasKeyBytes(current, name, keyFrom)) throw misplaced();
  return current;
}

/**
 * The same with only the head checked.
 * @throws StoreError `CORRUPT`
 */
export function headBytesAt(position: Position, bytes: Uint8Array, checksum: Checksum): Uint8Array {
  const head = currentHead(bytes, checksum);
  if (!head || !hasKey(head, position.key)) throw misplaced();
  return head;
}

/**
 * The stored record that another may replace: its bytes, with a verified head; `null` when that is corrupt, `undefined`
 * when there is none.
 */
export type Replaced = Uint8Array | null | undefined;

export function replacedBy(stored: Uint8Array | undefined, checksum: Checksum): Replaced {
  return stored && (currentHead(stored, checksum) ?? null);
}

/**
 * Compares the version of a record with the stored one; positive when the record is later, or the stored one is missing
 * or corrupt.
 * @param record of format 2, checked
 */
export function compareWithReplaced(
  record: Uint8Array,
  { key }: Position,
  replaced: Replaced,
  checksum: Checksum,
): number {
  if (!replaced) return 1;
  try {
    if (!hasKey(replaced, key)) return 1;
    const order = compareRecordVersions(record, replaced);
    // The stored value was emptied at its expiry, by the clock of some node: the sender of the value has checked that
    // it has not expired.
    if (order === 0 && isEmptied(replaced) && !isDeletedIn(record)) return 1;
    // A later record replaces the stored one whatever the state of its value.
    if (order <= 0) checkRecordBytes(replaced, checksum);
    return order;
  } catch (error) {
    if (error instanceof StoreError) return 1;
    throw error;
  }
}

/** @throws StoreError `CORRUPT` */
export function headAt(
  position: Position,
  bytes: Uint8Array,
  checksum: Checksum = crc32,
): RecordHead {
  return named(
    position,
    decodeHead(bytes, () => position.keyId, checksum),
  );
}

/** The same for one that may be unreadable. */
export function readableHeadAt(
  position: Position,
  bytes: Uint8Array,
  checksum: Checksum = crc32,
): RecordHead | undefined {
  try {
    return headAt(position, bytes, checksum);
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

/** A record under another key is corrupt, even when its checksum is right. */
function named<Item extends Position>(position: Position, item: Item): Item {
  if (item.key === position.key) return item;
  throw misplaced();
}

function misplaced(): StoreError {
  return new StoreError('CORRUPT', 'The record is damaged, or lies under the name of another.');
}
