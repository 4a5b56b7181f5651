// How an entry of the log lies in its file.
import { crc32 } from 'node:zlib';

/** Bytes that an entry begins with; whoever makes an entry leaves them free. A multiple of 8. */
export const ENTRY_HEAD = 24;

/** Magic, bytes of the payload, sequence, mark, checksum of what lies between magic and checksum and of the payload. */
export const MAGIC = 0x676f6c77;
const LENGTH_AT = 4;
const SEQUENCE_AT = 8;
const MARK_AT = 16;
const CHECKSUM_AT = 20;
/**
 * The mark is a random number that all entries of a log have. An entry holds what others have sent, which may look like an
 * entry itself; they do not know the mark. One bit of it says that the entry was flushed.
 */
export const FLUSHED = 1;
/** Every entry begins at a multiple of this. */
export const ALIGNMENT = 8;

export interface LogEntry {
  readonly sequence: number;
  /** Without the head. */
  readonly payload: Buffer;
}

export interface Found extends LogEntry {
  readonly at: number;
  readonly mark: number;
}

/** Bytes that an entry takes up in a file. */
export function sizeOf(payloadBytes: number): number {
  return Math.ceil((ENTRY_HEAD + payloadBytes) / ALIGNMENT) * ALIGNMENT;
}

/** Fills in the head. */
export function seal(entry: Buffer, sequence: number, mark: number): void {
  entry.writeUInt32LE(MAGIC, 0);
  entry.writeUInt32LE(entry.length - ENTRY_HEAD, LENGTH_AT);
  entry.writeDoubleLE(sequence, SEQUENCE_AT);
  entry.writeUInt32LE(mark, MARK_AT);
  entry.writeUInt32LE(checksumOf(entry), CHECKSUM_AT);
}

function checksumOf(entry: Buffer): number {
  return crc32(entry.subarray(ENTRY_HEAD), crc32(entry.subarray(LENGTH_AT, CHECKSUM_AT)));
}

/** @param wanted the mark, as far as it is known */
export function entryAt(bytes: Buffer, at: number, wanted?: number): Found | undefined {
  if (at + ENTRY_HEAD > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return undefined;
  const mark = bytes.readUInt32LE(at + MARK_AT);
  const end = at + ENTRY_HEAD + bytes.readUInt32LE(at + LENGTH_AT);
  const isOurs = wanted === undefined || ((mark ^ wanted) & ~FLUSHED) === 0;
  if (!isOurs || end > bytes.length) return undefined;
  const entry = bytes.subarray(at, end);
  if (checksumOf(entry) !== entry.readUInt32LE(CHECKSUM_AT)) return undefined;
  const sequence = entry.readDoubleLE(SEQUENCE_AT);
  return { sequence, payload: entry.subarray(ENTRY_HEAD), at, mark };
}

export function wasFlushed({ mark }: Found): boolean {
  return (mark & FLUSHED) !== 0;
}
