// Knows how an engine reads a record from the bytes that lie under a name.
import { StoreError } from '../errors';
import type { Position } from '../range/position';
import { decodeHead, decodeRecord } from './record-codec';
import type { RecordHead, StoredRecord } from './stored-record';

/** @throws StoreError `CORRUPT` */
export function recordAt(position: Position, bytes: Uint8Array): StoredRecord {
  return named(
    position,
    decodeRecord(bytes, () => position.keyId),
  );
}

/** @throws StoreError `CORRUPT` */
export function headAt(position: Position, bytes: Uint8Array): RecordHead {
  return named(
    position,
    decodeHead(bytes, () => position.keyId),
  );
}

/** The same for one that may be unreadable. */
export function readableHeadAt(position: Position, bytes: Uint8Array): RecordHead | undefined {
  try {
    return headAt(position, bytes);
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

/** A record under another's name is corrupt, even when its checksum is right. */
function named<Item extends Position>(position: Position, item: Item): Item {
  if (item.key === position.key) return item;
  throw new StoreError('CORRUPT', 'The record lies under the name of another.');
}
