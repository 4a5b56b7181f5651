// Knows the pieces that every operation goes through, one by one. The only file here that sees the insides
// of other projects: what it measures has no other door.
import { IdSpace, type Address, type Id } from '@chord-dht/chord';
import {
  encodeRecord,
  headAt,
  recordAt,
  type RecordStore,
  type StoredRecord,
} from '@chord-dht/store';
import { crc32 } from 'node:zlib';
import { crc32c } from '../../../../libs/store/src/record/crc32c';
import { openLmdb } from '../../../node/src/db/engine/open-lmdb';
import { Sha1Hasher } from '../../../node/src/dht/ports/sha1-hasher';
import { bytesCall, readBytesCall } from '../../../node/src/dht/transport/byte-frames';
import { decode, encode } from '../../../node/src/dht/transport/codec';
import { FrameReader } from '../../../node/src/dht/transport/frames';

export interface Piece {
  readonly name: string;
  /** What it did, so that a test can see that it did it, and no compiler leaves it out. */
  readonly run: () => unknown;
  /** How many operations one run is. */
  readonly operations: number;
}

const TO = 'localhost:5001' as Address;
const FROM = 'localhost:5000' as Address;
const HOSTS = { to: TO, from: FROM };
const TIMEOUT_MS = 1_000;
const PAYLOAD_BYTES_MAX = 4 * 1024 ** 2;
const KEYS = 1_000;
/** Writes that share a commit, as those of many clients do. */
const TOGETHER = 64;
/** What a record remembers of the writes before. */
const WRITES = 4;

const hasher = new Sha1Hasher();
const space = new IdSpace(160);

function idOf(key: string): Id {
  return space.fromDigest(hasher.digest(key));
}

/** A record as a busy key has it. @param number chooses the key */
export function recordOf(number: number, valueBytes: number): StoredRecord {
  const key = `micro-${number % KEYS}`;
  const version = {
    timeMs: 1_700_000_000_000,
    counter: number,
    node: FROM,
    boot: '0123456789abcdef',
  };
  return {
    key,
    keyId: idOf(key),
    value: Uint8Array.from({ length: valueBytes }, (_, index) => index * 31),
    contentType: 'application/octet-stream',
    version,
    expiresAtMs: null,
    deleted: false,
    modifiedAtMs: 1_700_000_000_000,
    writes: Array.from({ length: WRITES }, (_, index) => ({
      id: `00000000000000${index}f`,
      version: { ...version, counter: index },
      created: index === 0,
    })),
  };
}

const piece = (name: string, run: () => unknown, operations = 1): Piece => ({
  name,
  run,
  operations,
});

/** Pieces whose cost grows with the value. */
export function bytePieces(valueBytes: number): Piece[] {
  const record = recordOf(1, valueBytes);
  const bytes = encodeRecord(record);
  const body = { type: 'store.put', key: record.key, value: record.value, deadlineMs: 1_000 };
  const packed = encode(body, PAYLOAD_BYTES_MAX);
  const frame = Buffer.concat(bytesCall(7, TO, FROM, bytes, TIMEOUT_MS));
  let seen = 0;
  const reader = new FrameReader(PAYLOAD_BYTES_MAX, (_kind, _call, source, start, end) => {
    seen += readBytesCall(source, start, end, HOSTS)?.bytes.length ?? 0;
  });
  return [
    piece('record: encode', () => encodeRecord(record)),
    piece('record: decode', () => recordAt(record, bytes)),
    piece('record: decode the head', () => headAt(record, bytes)),
    piece('checksum, crc32c in JavaScript', () => crc32c(bytes)),
    ...(typeof crc32 === 'function' ? [piece('checksum, zlib.crc32', () => crc32(bytes))] : []),
    piece('message: encode', () => encode(body, PAYLOAD_BYTES_MAX)),
    piece('message: decode', () => decode(packed)),
    piece('frame of bytes: encode', () => bytesCall(7, TO, FROM, bytes, TIMEOUT_MS)),
    piece('frame of bytes: decode', () => {
      reader.push(frame);
      return seen;
    }),
  ];
}

export function keyPieces(): Piece[] {
  let number = 0;
  return [
    piece('key: SHA-1', () => hasher.digest(`micro-${number++ % KEYS}`)),
    piece('key: id', () => idOf(`micro-${number++ % KEYS}`)),
  ];
}

/** The engine in a folder of its own, with the durability of the defaults. */
export async function enginePieces(
  directory: string,
  valueBytes: number,
): Promise<{ pieces: Piece[]; store: RecordStore }> {
  const onFatal = (error: unknown) => {
    throw error;
  };
  const store = await openLmdb({ directory, bits: 160, onFatal });
  const records = Array.from({ length: KEYS }, (_, number) => recordOf(number, valueBytes));
  for (let at = 0; at < KEYS; at += TOGETHER)
    await Promise.all(records.slice(at, at + TOGETHER).map((each) => store.write({ put: [each] })));
  let number = 0;
  const next = () => records[number++ % KEYS]!;
  const get = () => {
    const { keyId, key } = next();
    return store.get(keyId, key);
  };
  const together = () =>
    Promise.all(Array.from({ length: TOGETHER }, () => store.write({ put: [next()] })));
  const pieces = [
    piece('LMDB: get', get),
    piece('LMDB: put, one at a time', () => store.write({ put: [next()] })),
    piece(`LMDB: put, ${TOGETHER} at a time`, together, TOGETHER),
  ];
  return { pieces, store };
}
