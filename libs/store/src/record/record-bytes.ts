// Reads an encoded record (format 2) in place, without decoding it. Only `checkRecordBytes` verifies checksums and
// structure; everything else trusts bytes that have passed it once.
import { StoreError } from '../base/errors';
import type { Checksum } from './checksum';
import { decodeUtf8 } from '../base/utf8';
import { crc32 } from './crc32';
import { hexAt, putHex } from './hex';
import {
  CHECKSUM_CRC32,
  CHECKSUM_MASK,
  CREATED,
  DELETED,
  DETAIL_IN_WRITE,
  DIGITS_MASK,
  EXPIRES,
  EXPIRES_AT,
  FLAGS_AT,
  FLAGS_KNOWN,
  FORMAT,
  FORMAT_AT,
  GUARDED_FROM,
  HEAD_CHECKSUM_AT,
  HEAD_SIZE_AT,
  KEY_SIZE_AT,
  MODIFIED_AT,
  NODE_DIGITS_AT,
  NODE_SIZE,
  TYPE_SIZE_AT,
  VALUE_CHECKSUM_AT,
  VALUE_SIZE_AT,
  VERSION_AT,
  VERSION_IN_WRITE,
  WRITES_AT,
  WRITES_COUNT_AT,
  WRITE_SIZE,
} from './layout';
import { f64At, u16At, u32At } from './numbers';
import type { AppliedWrite } from './stored-record';
import type { Version } from './version';
import { compareVersionBytes, originAt, printVersionAt, timeAt, versionAt } from './version-bytes';

export function versionOf(bytes: Uint8Array): Version {
  return versionAt(bytes, VERSION_AT, bytes[NODE_DIGITS_AT] as number);
}

/** The time and the counter of the version. */
export function versionTimeOf(bytes: Uint8Array): { timeMs: number; counter: number } {
  return timeAt(bytes, VERSION_AT);
}

/** The rest of the printed version, behind time and counter. */
export function versionOriginOf(bytes: Uint8Array): string {
  return originAt(bytes, VERSION_AT, bytes[NODE_DIGITS_AT] as number);
}

/** As `compareVersions` of the two versions. */
export function compareRecordVersions(a: Uint8Array, b: Uint8Array): number {
  return compareVersionBytes(a, VERSION_AT, b, VERSION_AT);
}

/** The text of an ETag, without quotes. */
export function printedVersionOf(bytes: Uint8Array): string {
  return printVersionAt(bytes, VERSION_AT, bytes[NODE_DIGITS_AT] as number);
}

export function isDeletedIn(bytes: Uint8Array): boolean {
  return ((bytes[FLAGS_AT] as number) & DELETED) !== 0;
}

/** Milliseconds since the Unix epoch; `null` for a record without an end. */
export function expiresAtMsOf(bytes: Uint8Array): number | null {
  return (bytes[FLAGS_AT] as number) & EXPIRES ? f64At(bytes, EXPIRES_AT) : null;
}

/** False for tombstones and expired values, which a client must not see. */
export function isLiveIn(bytes: Uint8Array, wallMs: number): boolean {
  const flags = bytes[FLAGS_AT] as number;
  if (flags & DELETED) return false;
  return !(flags & EXPIRES) || wallMs < f64At(bytes, EXPIRES_AT);
}

export function modifiedAtMsOf(bytes: Uint8Array): number {
  return f64At(bytes, MODIFIED_AT);
}

/** @throws StoreError `CORRUPT` when it is no UTF-8 */
export function keyOf(bytes: Uint8Array): string {
  return textAt(bytes, keyStartOf(bytes), keySizeOf(bytes));
}

/** True when the record is that of `key`. */
export function hasKey(bytes: Uint8Array, key: string): boolean {
  const size = keySizeOf(bytes);
  if (size !== key.length) return size > key.length && keyOf(bytes) === key;
  const at = keyStartOf(bytes);
  for (let index = 0; index < size; index += 1) {
    const byte = bytes[at + index] as number;
    // Two bytes of one character may have the values of two other characters.
    if (byte >= 0x80) return keyOf(bytes) === key;
    if (byte !== key.charCodeAt(index)) return false;
  }
  return true;
}

/** True when the record has the key that the bytes `name` end with. */
export function hasKeyBytes(bytes: Uint8Array, name: Uint8Array, keyFrom: number): boolean {
  const size = keySizeOf(bytes);
  if (size !== name.length - keyFrom) return false;
  const at = keyStartOf(bytes);
  for (let index = 0; index < size; index += 1)
    if (bytes[at + index] !== name[keyFrom + index]) return false;
  return true;
}

/** The bytes of the key, not copied. */
export function keyBytesOf(bytes: Uint8Array): Uint8Array {
  const at = keyStartOf(bytes);
  return bytes.subarray(at, at + keySizeOf(bytes));
}

/** The offset of the key. */
export function keyStartOf(bytes: Uint8Array): number {
  return WRITES_AT + (bytes[WRITES_COUNT_AT] as number) * WRITE_SIZE;
}

export function keySizeOf(bytes: Uint8Array): number {
  return u16At(bytes, KEY_SIZE_AT);
}

/** @throws StoreError `CORRUPT` when it is no UTF-8 */
export function contentTypeOf(bytes: Uint8Array): string {
  const at = keyStartOf(bytes) + keySizeOf(bytes);
  return textAt(bytes, at, bytes[TYPE_SIZE_AT] as number);
}

/** The bytes of the value, not copied. */
export function valueOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(u16At(bytes, HEAD_SIZE_AT));
}

export function valueSizeOf(bytes: Uint8Array): number {
  return u32At(bytes, VALUE_SIZE_AT);
}

/** The number of writes that it remembers. */
export function writeCountOf(bytes: Uint8Array): number {
  return bytes[WRITES_COUNT_AT] as number;
}

/** The latest writes, oldest first. */
export function writesOf(bytes: Uint8Array): AppliedWrite[] {
  return Array.from({ length: bytes[WRITES_COUNT_AT] as number }, (_, index) =>
    writeAt(bytes, WRITES_AT + index * WRITE_SIZE),
  );
}

/** The `created` flag of the write that made a record, and the time of the write before it, if any. */
export function lastWritesOf(bytes: Uint8Array): {
  readonly created: boolean;
  readonly previous: { readonly timeMs: number; readonly counter: number } | undefined;
} {
  const count = bytes[WRITES_COUNT_AT] as number;
  const at = (index: number): number => WRITES_AT + index * WRITE_SIZE;
  const last = count === 0 ? undefined : (bytes[at(count - 1) + DETAIL_IN_WRITE] as number);
  const before = count < 2 ? undefined : at(count - 2) + VERSION_IN_WRITE;
  return {
    created: last !== undefined && (last & CREATED) !== 0,
    previous: before === undefined ? undefined : timeAt(bytes, before),
  };
}

const sought = new Uint8Array(DETAIL_IN_WRITE);

/** @param writeId 16 hexadecimal digits */
export function findWrite(bytes: Uint8Array, writeId: string): AppliedWrite | undefined {
  const count = bytes[WRITES_COUNT_AT] as number;
  if (count === 0) return undefined;
  putHex(sought, 0, sought.length, writeId);
  const high = u32At(sought, 0);
  const low = u32At(sought, 4);
  // Newest first: the latest write is the likeliest.
  for (let at = WRITES_AT + (count - 1) * WRITE_SIZE; at >= WRITES_AT; at -= WRITE_SIZE)
    if (u32At(bytes, at) === high && u32At(bytes, at + 4) === low) return writeAt(bytes, at);
  return undefined;
}

/**
 * Verifies the structure and both checksums.
 * @throws StoreError `CORRUPT`
 */
export function checkRecordBytes(bytes: Uint8Array, checksum: Checksum = crc32): void {
  checkHeadBytes(bytes, checksum);
  const headSize = u16At(bytes, HEAD_SIZE_AT);
  if (checksum(bytes, headSize, bytes.length) !== u32At(bytes, VALUE_CHECKSUM_AT)) throw corrupt();
}

/**
 * The same without the value's checksum.
 * @throws StoreError `CORRUPT`
 */
export function checkHeadBytes(bytes: Uint8Array, checksum: Checksum = crc32): void {
  if (bytes.length < WRITES_AT) throw corrupt();
  const headSize = u16At(bytes, HEAD_SIZE_AT);
  if (headSize < WRITES_AT || headSize + u32At(bytes, VALUE_SIZE_AT) !== bytes.length)
    throw corrupt();
  if (checksum(bytes, GUARDED_FROM, headSize) !== u32At(bytes, HEAD_CHECKSUM_AT)) throw corrupt();
  const format = bytes[FORMAT_AT] as number;
  if (format !== FORMAT)
    throw new StoreError('CORRUPT', `The record has the unknown format ${format}.`);
  const flags = bytes[FLAGS_AT] as number;
  const isKnown =
    (flags & ~FLAGS_KNOWN) === 0 &&
    (flags & CHECKSUM_MASK) === CHECKSUM_CRC32 &&
    (bytes[NODE_DIGITS_AT] as number) <= NODE_SIZE * 2 &&
    keyStartOf(bytes) + keySizeOf(bytes) + (bytes[TYPE_SIZE_AT] as number) === headSize;
  if (!isKnown) throw new StoreError('CORRUPT', 'The record has an unknown structure.');
}

function textAt(bytes: Uint8Array, at: number, size: number): string {
  const text = decodeUtf8(bytes, at, at + size);
  if (text === undefined) throw new StoreError('CORRUPT', 'A text of the record is no UTF-8.');
  return text;
}

function writeAt(bytes: Uint8Array, at: number): AppliedWrite {
  const detail = bytes[at + DETAIL_IN_WRITE] as number;
  return {
    id: hexAt(bytes, at, DETAIL_IN_WRITE, DETAIL_IN_WRITE * 2),
    created: (detail & CREATED) !== 0,
    version: versionAt(bytes, at + VERSION_IN_WRITE, detail & DIGITS_MASK),
  };
}

function corrupt(): StoreError {
  return new StoreError('CORRUPT', 'The checksum of the record is wrong.');
}
