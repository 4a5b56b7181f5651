// A record as bytes, guarded by two checksums: one for the head, so that keys can be listed without reading values,
// and one for the value. The same bytes lie on disk and travel to peers.
import type { Id } from '@chord-dht/chord';
import { StoreError } from '../base/errors';
import type { Checksum } from './checksum';
import { encodeRecord } from './compose';
import { crc32 } from './crc32';
import { decodeFormat1, isFormat1 } from './format-1';
import { FLAGS_AT, DELETED, HEAD_SIZE_AT, PREFIX_SIZE, VALUE_SIZE_AT } from './layout';
import { u16At, u32At } from './numbers';
import {
  checkHeadBytes,
  checkRecordBytes,
  contentTypeOf,
  expiresAtMsOf,
  isDeletedIn,
  keyOf,
  modifiedAtMsOf,
  valueOf,
  valueSizeOf,
  versionOf,
  writesOf,
} from './record-bytes';
import type { RecordHead, StoredRecord } from './stored-record';

export { encodeRecord } from './compose';

/**
 * Reads a whole record, of this format or the one before. The value is a copy, so `bytes` may be reused.
 * @throws StoreError `CORRUPT`
 */
export function decodeRecord(
  bytes: Uint8Array,
  keyIdOf: (key: string) => Id,
  checksum: Checksum = crc32,
): StoredRecord {
  if (isFormat1(bytes)) return decodeFormat1(bytes, keyIdOf);
  checkRecordBytes(bytes, checksum);
  const { bytes: _size, ...head } = headIn(bytes, keyIdOf);
  return { ...head, value: new Uint8Array(valueOf(bytes)) };
}

/**
 * Reads all but the value, whose checksum is not verified.
 * @throws StoreError `CORRUPT`
 */
export function decodeHead(
  bytes: Uint8Array,
  keyIdOf: (key: string) => Id,
  checksum: Checksum = crc32,
): RecordHead {
  if (isFormat1(bytes)) {
    const { value, ...head } = decodeFormat1(bytes, keyIdOf);
    return { ...head, bytes: value.length };
  }
  checkHeadBytes(bytes, checksum);
  return headIn(bytes, keyIdOf);
}

/**
 * Checked bytes in the present format: the same ones, or new ones for a record of the first format.
 * @throws StoreError `CORRUPT`
 */
export function currentBytes(bytes: Uint8Array, checksum: Checksum = crc32): Uint8Array {
  if (isFormat1(bytes))
    return encodeRecord(
      decodeFormat1(bytes, () => ''),
      checksum,
    );
  checkRecordBytes(bytes, checksum);
  return bytes;
}

/** The same for the head alone, the value unchecked; `undefined` when the head is corrupt. */
export function currentHead(bytes: Uint8Array, checksum: Checksum = crc32): Uint8Array | undefined {
  try {
    if (isFormat1(bytes)) return currentBytes(bytes, checksum);
    checkHeadBytes(bytes, checksum);
    return bytes;
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

/** The same for a record whose head has just been verified. */
export function trustedHead(bytes: Uint8Array): Uint8Array | undefined {
  return isFormat1(bytes) ? currentHead(bytes) : bytes;
}

/** The contribution of an encoded record to the figures, read without its checksums; `undefined` when it is cut off. */
export function weighRecord(bytes: Uint8Array): { deleted: boolean; bytes: number } | undefined {
  if (bytes.length < PREFIX_SIZE) return undefined;
  const valueSize = u32At(bytes, VALUE_SIZE_AT);
  if (u16At(bytes, HEAD_SIZE_AT) + valueSize !== bytes.length) return undefined;
  return { deleted: ((bytes[FLAGS_AT] as number) & DELETED) !== 0, bytes: valueSize };
}

function headIn(bytes: Uint8Array, keyIdOf: (key: string) => Id): RecordHead {
  const key = keyOf(bytes);
  return {
    key,
    keyId: keyIdOf(key),
    contentType: contentTypeOf(bytes),
    modifiedAtMs: modifiedAtMsOf(bytes),
    expiresAtMs: expiresAtMsOf(bytes),
    version: versionOf(bytes),
    deleted: isDeletedIn(bytes),
    writes: writesOf(bytes),
    bytes: valueSizeOf(bytes),
  };
}
