// Knows a record as bytes, guarded by two checksums: one for the head, so that keys can be listed
// without reading values, and one for the value. The same bytes lie on disk and travel to peers.
import type { Id } from '@chord-dht/chord';
import { StoreError } from '../errors';
import { ByteReader, ByteWriter, textSize } from './byte-cursor';
import { crc32c } from './crc32c';
import type { AppliedWrite, RecordHead, StoredRecord } from './stored-record';
import type { Version } from './version';

/** The number that a later layout, for example one with a register's promises, counts up. */
const FORMAT = 1;
const DELETED = 1;
const EXPIRES = 2;

// 0 checksum of the head, 4 checksum of the value, 8 format, 9 flags, 10 size of the head, 12 size of the value
const GUARDED_FROM = 4;
const FIXED_SIZE = 16;

export function encodeRecord(record: StoredRecord): Uint8Array {
  const headSize = sizeOfHead(record);
  const writer = new ByteWriter(headSize + record.value.length);
  writer.offset = GUARDED_FROM;
  writer.u32(crc32c(record.value));
  writer.u8(FORMAT);
  writer.u8((record.deleted ? DELETED : 0) | (record.expiresAtMs === null ? 0 : EXPIRES));
  writer.u16(headSize);
  writer.u32(record.value.length);
  writer.text(record.key);
  writer.text(record.contentType);
  writer.f64(record.modifiedAtMs);
  if (record.expiresAtMs !== null) writer.f64(record.expiresAtMs);
  writeVersion(writer, record.version);
  writer.u8(record.writes.length);
  for (const write of record.writes) {
    writer.text(write.id);
    writer.u8(write.created ? 1 : 0);
    writeVersion(writer, write.version);
  }
  writer.bytes.set(record.value, headSize);
  writer.u32At(0, crc32c(writer.bytes, GUARDED_FROM, headSize));
  return writer.bytes;
}

/**
 * Reads a whole record. The value is a copy, so `bytes` may be reused.
 * @throws StoreError `CORRUPT`
 */
export function decodeRecord(bytes: Uint8Array, keyIdOf: (key: string) => Id): StoredRecord {
  const { head, headSize } = readHead(bytes, keyIdOf);
  if (crc32c(bytes, headSize) !== new ByteReader(bytes, GUARDED_FROM).u32()) throw corrupt();
  const value = new Uint8Array(head.bytes);
  value.set(bytes.subarray(headSize));
  const { bytes: _size, ...rest } = head;
  return { ...rest, value };
}

/**
 * Reads all but the value, whose checksum is not looked at.
 * @throws StoreError `CORRUPT`
 */
export function decodeHead(bytes: Uint8Array, keyIdOf: (key: string) => Id): RecordHead {
  return readHead(bytes, keyIdOf).head;
}

/** What an encoded record counts for, read without a look at its checksums; `undefined` when it is cut off. */
export function weighRecord(bytes: Uint8Array): { deleted: boolean; bytes: number } | undefined {
  if (bytes.length < FIXED_SIZE) return undefined;
  const reader = new ByteReader(bytes, 9);
  const deleted = (reader.u8() & DELETED) !== 0;
  const headSize = reader.u16();
  const valueSize = reader.u32();
  return headSize + valueSize === bytes.length ? { deleted, bytes: valueSize } : undefined;
}

function sizeOfHead({ key, contentType, expiresAtMs, version, writes }: StoredRecord): number {
  const own =
    FIXED_SIZE + textSize(key) + textSize(contentType) + 8 + (expiresAtMs === null ? 0 : 8);
  const fixed = own + sizeOfVersion(version) + 1;
  return writes.reduce(
    (sum, write) => sum + textSize(write.id) + 1 + sizeOfVersion(write.version),
    fixed,
  );
}

function readHead(
  bytes: Uint8Array,
  keyIdOf: (key: string) => Id,
): { head: RecordHead; headSize: number } {
  try {
    const reader = new ByteReader(bytes);
    const checksum = reader.u32();
    reader.offset = 8;
    const format = reader.u8();
    const flags = reader.u8();
    const headSize = reader.u16();
    const valueSize = reader.u32();
    if (headSize + valueSize !== bytes.length || crc32c(bytes, GUARDED_FROM, headSize) !== checksum)
      throw corrupt();
    if (format !== FORMAT)
      throw new StoreError('CORRUPT', `The record has the unknown format ${format}.`);
    const key = reader.text();
    const head: RecordHead = {
      key,
      keyId: keyIdOf(key),
      contentType: reader.text(),
      modifiedAtMs: reader.f64(),
      expiresAtMs: flags & EXPIRES ? reader.f64() : null,
      version: readVersion(reader),
      deleted: (flags & DELETED) !== 0,
      writes: Array.from({ length: reader.u8() }, () => readWrite(reader)),
      bytes: valueSize,
    };
    return { head, headSize };
  } catch (error) {
    if (error instanceof RangeError) throw corrupt();
    throw error;
  }
}

function writeVersion(writer: ByteWriter, { timeMs, counter, node, boot }: Version): void {
  writer.f64(timeMs);
  writer.u32(counter);
  writer.text(node);
  writer.text(boot);
}

function readVersion(reader: ByteReader): Version {
  return { timeMs: reader.f64(), counter: reader.u32(), node: reader.text(), boot: reader.text() };
}

function sizeOfVersion({ node, boot }: Version): number {
  return 12 + textSize(node) + textSize(boot);
}

function readWrite(reader: ByteReader): AppliedWrite {
  const id = reader.text();
  const created = reader.u8() === 1;
  return { id, created, version: readVersion(reader) };
}

function corrupt(): StoreError {
  return new StoreError('CORRUPT', 'The checksum of the record is wrong.');
}
