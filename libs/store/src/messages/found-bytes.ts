// A value in an answer to a client: its bytes and attributes only.
import { ChordError, type Laid, type Pieces } from '@chord-dht/chord';
import { decodeUtf8 } from '../base/utf8';
import type { Checksum } from '../record/checksum';
import {
  EXPIRES,
  EXPIRES_AT,
  FLAGS_AT,
  KEY_SIZE_AT,
  MODIFIED_AT,
  NODE_DIGITS_AT,
  NODE_SIZE,
  TYPE_SIZE_AT,
  VALUE_CHECKSUM_AT,
  VERSION_AT,
  WRITES_AT,
  WRITES_COUNT_AT,
  WRITE_SIZE,
} from '../record/layout';
import { f64At, u16At, u32At } from '../record/numbers';
import { printVersionAt } from '../record/version-bytes';
import { headOf, malformed, readAnswerer, reading, type ClientAnswerer } from './answerer-bytes';

const FOUND = 1;
const ENDS = 8;
/** A flag that stands alone, for one of several reads: it is refused, or has to be asked alone. */
export const REFUSED = 16;
export const LARGE = 32;
/** From the version of a record to the digits of its node; the remembered writes are not sent. */
const FACTS_SIZE = NODE_DIGITS_AT + 1 - VERSION_AT;
const CHECKSUM_SIZE = 4;
/** The size of the flags, the size of the type, and the checksum. */
const HERE_SIZE = 2 + CHECKSUM_SIZE;
/** In bytes: a larger value is sent as a piece of its own. */
const LAID_BYTES_MAX = 4_096;

/** @param record encoded; `null` when the client must not see one */
export function writeFound(
  { owner, ownedFrom }: ClientAnswerer,
  record: Uint8Array | null,
): Pieces {
  if (!record) return headOf(owner, ownedFrom, 0, 0).bytes;
  if (owner === null && ownedFrom === null && record.length <= LAID_BYTES_MAX)
    return new FoundHere(record);
  const ends = endsOf(record);
  const head = headOf(owner, ownedFrom, FOUND | ends, 1 + CHECKSUM_SIZE);
  head.u8(record[TYPE_SIZE_AT] as number);
  for (let at = 0; at < CHECKSUM_SIZE; at += 1) head.u8(record[VALUE_CHECKSUM_AT + at] as number);
  return [
    head.bytes,
    record.subarray(VERSION_AT, VERSION_AT + FACTS_SIZE),
    record.subarray(typeAtOf(record)),
  ];
}

/** The answer of an owner whose arc was not requested, which is the most frequent message of all. */
class FoundHere implements Laid {
  readonly size: number;
  private readonly typeAt: number;

  constructor(private readonly record: Uint8Array) {
    this.typeAt = typeAtOf(record);
    this.size = HERE_SIZE + FACTS_SIZE + record.length - this.typeAt;
  }

  lay(bytes: Uint8Array, at: number): void {
    const { record, typeAt } = this;
    bytes[at] = FOUND | endsOf(record);
    bytes[at + 1] = record[TYPE_SIZE_AT] as number;
    copy(record, VALUE_CHECKSUM_AT, CHECKSUM_SIZE, bytes, at + 2);
    copy(record, VERSION_AT, FACTS_SIZE, bytes, at + HERE_SIZE);
    bytes.set(record.subarray(typeAt), at + HERE_SIZE + FACTS_SIZE);
  }
}

/** A loop, which is faster for few bytes. */
function copy(from: Uint8Array, start: number, size: number, to: Uint8Array, at: number): void {
  for (let index = 0; index < size; index += 1) to[at + index] = from[start + index] as number;
}

function endsOf(record: Uint8Array): number {
  return (record[FLAGS_AT] as number) & EXPIRES ? ENDS : 0;
}

/** The offset of content type and value. */
function typeAtOf(record: Uint8Array): number {
  return WRITES_AT + (record[WRITES_COUNT_AT] as number) * WRITE_SIZE + u16At(record, KEY_SIZE_AT);
}

/** A value with its attributes, which are decoded on demand. */
export class FoundValue {
  private part: Uint8Array | undefined = undefined;

  /**
   * @param answer bytes that the value may keep; others may share their buffer
   * @param end the end of the value
   */
  constructor(
    private readonly answer: Uint8Array,
    private readonly factsAt: number,
    private readonly typeSize: number,
    private readonly end: number,
    private readonly ends: boolean,
  ) {}

  get value(): Uint8Array {
    return (this.part ??= this.answer.subarray(
      this.factsAt + FACTS_SIZE + this.typeSize,
      this.end,
    ));
  }

  /** The text of an entity tag, without quotes. */
  get version(): string {
    const { answer, factsAt } = this;
    return printVersionAt(answer, factsAt, answer[factsAt + FACTS_SIZE - 1] as number);
  }

  get contentType(): string {
    const typeAt = this.factsAt + FACTS_SIZE;
    return decodeUtf8(this.answer, typeAt, typeAt + this.typeSize) ?? '';
  }

  get modifiedAtMs(): number {
    return f64At(this.answer, this.factsAt + MODIFIED_AT - VERSION_AT);
  }

  /** `null` without an expiry. */
  get expiresAtMs(): number | null {
    return this.ends ? f64At(this.answer, this.factsAt + EXPIRES_AT - VERSION_AT) : null;
  }
}

export interface GotFound extends ClientAnswerer {
  readonly found: FoundValue | undefined;
}

/**
 * @param checksum that of records
 * @param copyOf the host's copy function
 * @throws ChordError `MALFORMED`, also when the value is not the one that was stored
 */
export function readFound(
  bytes: Uint8Array,
  checksum: Checksum,
  copyOf: (bytes: Uint8Array) => Uint8Array = (all) => all.slice(),
): GotFound {
  return reading(bytes, (reader) => {
    const flags = reader.u8();
    const { owner, ownedFrom } = readAnswerer(reader, flags);
    if ((flags & FOUND) === 0) return { owner, ownedFrom, found: undefined };
    const at = reader.offset;
    checkFound(bytes, at, bytes.length, checksum);
    return { owner, ownedFrom, found: foundAt(copyOf(bytes), flags, at, bytes.length) };
  });
}

/**
 * The same for an owner whose arc was not requested, within the answers to several reads.
 * @param bytes which must not change
 * @throws ChordError `MALFORMED`
 */
export function readFoundWithin(
  bytes: Uint8Array,
  start: number,
  end: number,
  checksum: Checksum,
): FoundValue | undefined {
  const flags = bytes[start] as number;
  if (flags === 0) return undefined;
  if ((flags & ~ENDS) !== FOUND) throw malformed();
  try {
    checkFound(bytes, start + 1, end, checksum);
  } catch (error) {
    if (error instanceof RangeError) throw malformed();
    throw error;
  }
  return foundAt(bytes, flags, start + 1, end);
}

/** @param at the offset of the size of the type, which the checksum follows */
function checkFound(bytes: Uint8Array, at: number, end: number, checksum: Checksum): void {
  const factsAt = at + 1 + CHECKSUM_SIZE;
  const valueAt = factsAt + FACTS_SIZE + (bytes[at] as number);
  // A size that is cut off reads as NaN: no comparison with it is true.
  if (!(valueAt <= end) || (bytes[factsAt + FACTS_SIZE - 1] as number) > NODE_SIZE * 2)
    throw new RangeError('cut off');
  if (checksum(bytes, valueAt, end) !== u32At(bytes, at + 1))
    throw new ChordError('MALFORMED', 'The value that came is not the one that was stored.');
}

function foundAt(bytes: Uint8Array, flags: number, at: number, end: number): FoundValue {
  const ends = (flags & ENDS) !== 0;
  return new FoundValue(bytes, at + 1 + CHECKSUM_SIZE, bytes[at] as number, end, ends);
}
