// Encodes a new record without an intermediate object.
import type { Checksum } from './checksum';
import type { Position } from './position';
import { utf8Length, writeUtf8 } from '../base/utf8';
import { crc32 } from './crc32';
import { putHex } from './hex';
import {
  CHECKSUM_CRC32,
  CREATED,
  DELETED,
  DETAIL_IN_WRITE,
  EXPIRES,
  EXPIRES_AT,
  FLAGS_AT,
  FORMAT,
  FORMAT_AT,
  GUARDED_FROM,
  HEAD_CHECKSUM_AT,
  HEAD_SIZE_AT,
  KEY_SIZE_AT,
  MODIFIED_AT,
  NODE_DIGITS_AT,
  TYPE_SIZE_AT,
  VALUE_CHECKSUM_AT,
  VALUE_SIZE_AT,
  VERSION_AT,
  VERSION_IN_WRITE,
  WRITES_AT,
  WRITES_COUNT_AT,
  WRITE_SIZE,
} from './layout';
import { messageBytes } from './message-bytes';
import { putF64, putU16, putU32, u64At } from './numbers';
import {
  WRITES_AGE_MS_MAX,
  WRITES_KEPT,
  WRITES_MAX,
  type AppliedWrite,
  type StoredRecord,
} from './stored-record';
import type { Version } from './version';
import { putVersion } from './version-bytes';

/** A record without its writes. The key id is its position and no part of its bytes. */
export interface RecordParts extends Position {
  readonly value: Uint8Array;
  readonly contentType: string;
  readonly version: Version;
  readonly expiresAtMs: number | null;
  readonly deleted: boolean;
  readonly modifiedAtMs: number;
}

export interface NewRecord extends RecordParts {
  /** 16 hexadecimal digits. */
  readonly writeId: string;
  /** True when there was no value before. */
  readonly created: boolean;
  /** The record that this one follows, encoded; its writes are carried over. */
  readonly before?: Uint8Array | undefined;
}

/**
 * Encodes the record of a write. The earlier writes that it remembers are those of `writesAfter`.
 * @throws RangeError when an id or a version has no binary form
 */
export function composeRecord(record: NewRecord, checksum: Checksum = crc32): Uint8Array {
  const { writeId, created, before, version } = record;
  const kept = before === undefined ? 0 : keptWrites(before, version.timeMs);
  const { bytes, at } = begin(record, kept + 1);
  if (before !== undefined) copyWrites(before, kept, bytes, at);
  const end = at + kept * WRITE_SIZE;
  putWrite(bytes, end, { id: writeId, created, version });
  return finish(bytes, record, end + WRITE_SIZE, checksum);
}

/** @throws RangeError when an id or a version has no binary form */
export function encodeRecord(record: StoredRecord, checksum: Checksum = crc32): Uint8Array {
  const { bytes, at } = begin(record, record.writes.length);
  let end = at;
  for (const write of record.writes) {
    putWrite(bytes, end, write);
    end += WRITE_SIZE;
  }
  return finish(bytes, record, end, checksum);
}

/**
 * The number of writes in `before` that its successor at that time remembers. They are the last ones: each has a later
 * version than the one before it.
 */
function keptWrites(before: Uint8Array, timeMs: number): number {
  const count = before[WRITES_COUNT_AT] as number;
  const oldestMs = timeMs - WRITES_AGE_MS_MAX;
  const isOld = (index: number): boolean =>
    u64At(before, WRITES_AT + index * WRITE_SIZE + VERSION_IN_WRITE) < oldestMs;
  let first = Math.max(0, count + 1 - WRITES_MAX);
  while (first < count + 1 - WRITES_KEPT && isOld(first)) first += 1;
  return count - first;
}

function copyWrites(before: Uint8Array, last: number, bytes: Uint8Array, at: number): void {
  const end = WRITES_AT + (before[WRITES_COUNT_AT] as number) * WRITE_SIZE;
  bytes.set(before.subarray(end - last * WRITE_SIZE, end), at);
}

/** Allocates the bytes and writes the fixed part of the head. */
function begin(parts: RecordParts, writes: number): { bytes: Uint8Array; at: number } {
  const { value, version, expiresAtMs } = parts;
  const keySize = utf8Length(parts.key);
  const typeSize = utf8Length(parts.contentType);
  if (typeSize > 0xff) throw new RangeError('A content type has at most 255 bytes.');
  const headSize = WRITES_AT + writes * WRITE_SIZE + keySize + typeSize;
  if (headSize > 0xffff) throw new RangeError('The head of the record is too large.');
  const bytes = messageBytes(headSize + value.length);
  bytes[FORMAT_AT] = FORMAT;
  bytes[FLAGS_AT] =
    (parts.deleted ? DELETED : 0) | (expiresAtMs === null ? 0 : EXPIRES) | CHECKSUM_CRC32;
  putU16(bytes, HEAD_SIZE_AT, headSize);
  putU32(bytes, VALUE_SIZE_AT, value.length);
  putVersion(bytes, VERSION_AT, version);
  putF64(bytes, MODIFIED_AT, parts.modifiedAtMs);
  if (expiresAtMs !== null) putF64(bytes, EXPIRES_AT, expiresAtMs);
  bytes[NODE_DIGITS_AT] = version.node.length;
  bytes[WRITES_COUNT_AT] = writes;
  putU16(bytes, KEY_SIZE_AT, keySize);
  bytes[TYPE_SIZE_AT] = typeSize;
  return { bytes, at: WRITES_AT };
}

function putWrite(bytes: Uint8Array, at: number, { id, created, version }: AppliedWrite): void {
  putHex(bytes, at, DETAIL_IN_WRITE, id);
  bytes[at + DETAIL_IN_WRITE] = version.node.length | (created ? CREATED : 0);
  putVersion(bytes, at + VERSION_IN_WRITE, version);
}

function finish(
  bytes: Uint8Array,
  { key, contentType, value }: RecordParts,
  keyAt: number,
  checksum: Checksum,
): Uint8Array {
  const headSize = writeUtf8(contentType, bytes, writeUtf8(key, bytes, keyAt));
  bytes.set(value, headSize);
  putU32(bytes, VALUE_CHECKSUM_AT, checksum(bytes, headSize, bytes.length));
  putU32(bytes, HEAD_CHECKSUM_AT, checksum(bytes, GUARDED_FROM, headSize));
  return bytes;
}
