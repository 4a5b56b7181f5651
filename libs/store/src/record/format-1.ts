// Reads records as the first format laid them out: on the disks of nodes that have not written them anew.
import type { Id } from '@chord-dht/chord';
import { StoreError } from '../base/errors';
import { ByteReader } from './byte-cursor';
import { crc32c } from './crc32c';
import { DELETED, EXPIRES, FORMAT_AT, GUARDED_FROM, PREFIX_SIZE } from './layout';
import type { AppliedWrite, StoredRecord } from './stored-record';
import type { Version } from './version';

const FORMAT_1 = 1;

export function isFormat1(bytes: Uint8Array): boolean {
  return bytes.length >= PREFIX_SIZE && bytes[FORMAT_AT] === FORMAT_1;
}

/**
 * The value is a copy. Its checksum is verified, too.
 * @throws StoreError `CORRUPT`
 */
export function decodeFormat1(bytes: Uint8Array, keyIdOf: (key: string) => Id): StoredRecord {
  try {
    return decode(bytes, keyIdOf);
  } catch (error) {
    if (error instanceof RangeError) throw corrupt();
    throw error;
  }
}

function decode(bytes: Uint8Array, keyIdOf: (key: string) => Id): StoredRecord {
  const reader = new ByteReader(bytes);
  const headChecksum = reader.u32();
  const valueChecksum = reader.u32();
  reader.offset = FORMAT_AT + 1;
  const flags = reader.u8();
  const headSize = reader.u16();
  const valueSize = reader.u32();
  if (headSize + valueSize !== bytes.length) throw corrupt();
  if (crc32c(bytes, GUARDED_FROM, headSize) !== headChecksum) throw corrupt();
  if (crc32c(bytes, headSize) !== valueChecksum) throw corrupt();
  const key = reader.text();
  return {
    key,
    keyId: keyIdOf(key),
    contentType: reader.text(),
    modifiedAtMs: reader.f64(),
    expiresAtMs: flags & EXPIRES ? reader.f64() : null,
    version: readVersion(reader),
    deleted: (flags & DELETED) !== 0,
    writes: Array.from({ length: reader.u8() }, () => readWrite(reader)),
    value: new Uint8Array(bytes.subarray(headSize)),
  };
}

function readVersion(reader: ByteReader): Version {
  return { timeMs: reader.f64(), counter: reader.u32(), node: reader.text(), boot: reader.text() };
}

function readWrite(reader: ByteReader): AppliedWrite {
  const id = reader.text();
  const created = reader.u8() === 1;
  return { id, created, version: readVersion(reader) };
}

function corrupt(): StoreError {
  return new StoreError('CORRUPT', 'The checksum of the record is wrong.');
}
