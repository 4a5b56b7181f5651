// The pieces of code that every operation passes, measured one by one.
import { IdSpace, type Address, type Id } from '@chord-dht/chord';
import { nativeChecksum, openLmdb } from '@chord-dht/engine-lmdb';
import {
  checkRecordBytes,
  composeRecord,
  crc32,
  decodeRecord,
  printedVersionOf,
  type NewRecord,
  type PlacedRecord,
  type RecordStore,
} from '@chord-dht/store';
import { Sha1Hasher } from '@chord-dht/transport';
import {
  bytesCall,
  decode,
  encode,
  FrameReader,
  readBytesCall,
  type FrameAnswers,
} from '@chord-dht/transport/wire';

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
const OPTIONS = { timeoutMs: 1_000 };
const PAYLOAD_BYTES_MAX = 4 * 1024 ** 2;
const KEYS = 1_000;
/** Writes that share a commit, as those of many clients do. */
const TOGETHER = 64;
/** What a record of a busy key remembers of the writes before. */
const WRITES = 4;

const hasher = new Sha1Hasher();
const space = new IdSpace(160);

function idOf(key: string): Id {
  return space.idOf(key, hasher);
}

/** A write of a value whose bytes are no pattern. @param number chooses the key */
export function writeOf(number: number, valueBytes: number, counter = 0): NewRecord {
  const key = `micro-${number % KEYS}`;
  const timeMs = 1_700_000_000_000;
  return {
    key,
    keyId: idOf(key),
    value: Uint8Array.from({ length: valueBytes }, (_, index) => index * 31),
    contentType: 'application/octet-stream',
    version: { timeMs, counter, node: idOf(FROM), boot: '01234567' },
    expiresAtMs: null,
    deleted: false,
    modifiedAtMs: timeMs,
    writeId: counter.toString(16).padStart(16, '0'),
    created: counter === 0,
  };
}

/** The bytes of a record that was written several times. */
export function bytesOf(number: number, valueBytes: number): Uint8Array {
  let before: Uint8Array | undefined;
  for (let counter = 0; counter < WRITES; counter += 1)
    before = composeRecord({ ...writeOf(number, valueBytes, counter), before }, nativeChecksum);
  return before!;
}

const NOBODY: FrameAnswers = {
  parted: () => undefined,
  replied: () => undefined,
  refused: () => undefined,
};

const piece = (name: string, run: () => unknown, operations = 1): Piece => ({
  name,
  run,
  operations,
});

/** Pieces whose cost grows with the value. */
export function bytePieces(valueBytes: number): Piece[] {
  const bytes = bytesOf(1, valueBytes);
  const write = { ...writeOf(1, valueBytes, WRITES), before: bytes };
  const body = { type: 'store.put', key: write.key, value: write.value, deadlineMs: 1_000 };
  const packed = encode(body, PAYLOAD_BYTES_MAX);
  const frame = Buffer.concat(bytesCall(7, TO, FROM, bytes, OPTIONS));
  let seen = 0;
  const reader = new FrameReader(PAYLOAD_BYTES_MAX, (_kind, call, source, start, end) => {
    seen +=
      readBytesCall(source, { start, end, call, arrivedMs: 0 }, HOSTS, NOBODY)?.bytes.length ?? 0;
  });
  return [
    piece('record: compose', () => composeRecord(write, nativeChecksum)),
    piece('record: check', () => {
      checkRecordBytes(bytes, nativeChecksum);
      return bytes.length;
    }),
    piece('record: decode', () => decodeRecord(bytes, () => write.keyId, nativeChecksum)),
    piece('record: version as text', () => printedVersionOf(bytes)),
    piece('checksum of the host', () => nativeChecksum(bytes, 0, bytes.length)),
    piece('checksum in JavaScript', () => crc32(bytes, 0, bytes.length)),
    piece('message: encode', () => encode(body, PAYLOAD_BYTES_MAX)),
    piece('message: decode', () => decode(packed)),
    piece('frame of bytes: encode', () => bytesCall(7, TO, FROM, bytes, OPTIONS)),
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
  const writes = Array.from({ length: KEYS }, (_, number) => writeOf(number, valueBytes));
  let number = 0;
  const next = () => writes[number++ % KEYS]!;
  const place = (): PlacedRecord => {
    const write = next();
    // Later than what lies there, or nothing would be written.
    const version = { ...write.version, counter: number };
    return { position: write, bytes: composeRecord({ ...write, version }, nativeChecksum) };
  };
  const append = (count: number) =>
    new Promise<number>((resolve, reject) =>
      store.append(Array.from({ length: count }, place), (error) =>
        error ? reject(error) : resolve(count),
      ),
    );
  for (let at = 0; at < KEYS; at += TOGETHER) await append(Math.min(TOGETHER, KEYS - at));
  const pieces = [
    piece('LMDB: read', () => store.read(next())),
    piece('LMDB: compose and append one', () => append(1)),
    piece(`LMDB: compose and append ${TOGETHER}`, () => append(TOGETHER), TOGETHER),
  ];
  return { pieces, store };
}
