// What a program that uses the ring and is no member of it says to a member, and hears: the messages of
// `operation-bytes`, with a first byte that says who is to answer, and answers that hold nothing but the value.
import {
  ChordError,
  piecesOf,
  type Id,
  type Laid,
  type NodeRef,
  type Pieces,
} from '@chord-dht/chord';
import { ByteReader, ByteWriter, textSize } from '../record/byte-cursor';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
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
import { f64At, u16At } from '../record/numbers';
import { printVersion } from '../record/version';
import { versionAt } from '../record/version-bytes';
import { ByteKind } from './byte-message';
import {
  WANTS_ARC,
  WRITE,
  type GetBytes,
  type WriteBytes,
  type WrittenBytes,
} from './operation-bytes';

/**
 * The first byte of a request. `owner`: the member answers from what it owns, or refuses with `NOT_OWNER`.
 * `anyone`: it finds the owner, and repeats until the deadline. `neighbours`: what does it know of the ring?
 */
export const ClientKind = { owner: 1, anyone: 2, neighbours: 3 } as const;
export type ClientKind = (typeof ClientKind)[keyof typeof ClientKind];

/** Behind its first byte the request of `GET`. */
export function clientGet(
  kind: ClientKind,
  { key, wantsArc }: Pick<GetBytes, 'key' | 'wantsArc'>,
): Pieces {
  const writer = new ByteWriter(3 + textSize(key));
  writer.u8(kind);
  writer.u8(ByteKind.get);
  writer.u8(wantsArc ? WANTS_ARC : 0);
  writer.text(key);
  return writer.bytes;
}

/** Behind its first byte the request of `WRITE`. */
export function clientWrite(kind: ClientKind, request: WriteBytes): Pieces {
  return [Uint8Array.of(kind), ...piecesOf(WRITE.writeRequest(request))];
}

/** Who has answered in the end. */
export interface ClientAnswerer {
  /** `null`: the member itself that was asked. */
  readonly owner: NodeRef | null;
  /** The owner answers for (`ownedFrom`, itself]; `null` when it was not asked to say so. */
  readonly ownedFrom: Id | null;
}

const FOUND = 1;
const OWNED = 2;
const NAMED = 4;
const ENDS = 8;
/** From the version of a record to the digits of its node; the writes that it remembers stay at home. */
const FACTS_SIZE = NODE_DIGITS_AT + 1 - VERSION_AT;
const CHECKSUM_SIZE = 4;
/** Flags, size of the type, checksum. */
const HERE_SIZE = 2 + CHECKSUM_SIZE;
/** A larger value is sent from where it lies. */
const LAID_BYTES_MAX = 4_096;

/** @param record encoded; `null` when the client sees none */
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

/** The answer of an owner that was asked for nothing else: of all messages there is none more often. */
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

/** For few bytes. */
function copy(from: Uint8Array, start: number, size: number, to: Uint8Array, at: number): void {
  for (let index = 0; index < size; index += 1) to[at + index] = from[start + index] as number;
}

function endsOf(record: Uint8Array): number {
  return (record[FLAGS_AT] as number) & EXPIRES ? ENDS : 0;
}

/** Where content type and value begin. */
function typeAtOf(record: Uint8Array): number {
  return WRITES_AT + (record[WRITES_COUNT_AT] as number) * WRITE_SIZE + u16At(record, KEY_SIZE_AT);
}

/** A value with what there is to know of it, read out of the answer when it is asked for. */
export class FoundValue {
  private part: Uint8Array | undefined = undefined;

  /** @param answer of its own, whatever becomes of the message */
  constructor(
    private readonly answer: Uint8Array,
    private readonly factsAt: number,
    private readonly typeSize: number,
    private readonly ends: boolean,
  ) {}

  get value(): Uint8Array {
    return (this.part ??= this.answer.subarray(this.factsAt + FACTS_SIZE + this.typeSize));
  }

  /** The text of an entity tag, without quotes. */
  get version(): string {
    const { answer, factsAt } = this;
    return printVersion(versionAt(answer, factsAt, answer[factsAt + FACTS_SIZE - 1] as number));
  }

  get contentType(): string {
    const typeAt = this.factsAt + FACTS_SIZE;
    return decodeUtf8(this.answer, typeAt, typeAt + this.typeSize) ?? '';
  }

  get modifiedAtMs(): number {
    return f64At(this.answer, this.factsAt + MODIFIED_AT - VERSION_AT);
  }

  /** `null` when it has no end. */
  get expiresAtMs(): number | null {
    return this.ends ? f64At(this.answer, this.factsAt + EXPIRES_AT - VERSION_AT) : null;
  }
}

export interface GotFound extends ClientAnswerer {
  readonly found: FoundValue | undefined;
}

/**
 * @param checksum that of records
 * @param copyOf lends the copying of the host
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
    const typeSize = reader.u8();
    const expected = reader.u32();
    const factsAt = reader.offset;
    const valueAt = factsAt + FACTS_SIZE + typeSize;
    if (valueAt > bytes.length || (bytes[factsAt + FACTS_SIZE - 1] as number) > NODE_SIZE * 2)
      throw new RangeError('cut off');
    if (checksum(bytes, valueAt, bytes.length) !== expected)
      throw new ChordError('MALFORMED', 'The value that came is not the one that was stored.');
    const found = new FoundValue(copyOf(bytes), factsAt, typeSize, (flags & ENDS) !== 0);
    return { owner, ownedFrom, found };
  });
}

/** What has become of a write; the answerer stands before it. */
export type Written = Omit<WrittenBytes, 'ownedFrom'>;

export function writeWritten(
  { owner, ownedFrom }: ClientAnswerer,
  { version, changed, expiresAtMs, replayed }: Written,
): Pieces {
  const head = headOf(owner, ownedFrom, 0, 0);
  const reply = WRITE.writeReply({ version, changed, expiresAtMs, replayed, ownedFrom: null });
  return [head.bytes, ...piecesOf(reply)];
}

/** @throws ChordError `MALFORMED` */
export function readWritten(
  bytes: Uint8Array,
): ClientAnswerer & { readonly written: WrittenBytes } {
  return reading(bytes, (reader) => {
    const { owner, ownedFrom } = readAnswerer(reader, reader.u8());
    return { owner, ownedFrom, written: WRITE.readReply(bytes.subarray(reader.offset)) };
  });
}

/** @param room for what follows */
function headOf(
  owner: NodeRef | null,
  ownedFrom: Id | null,
  flags: number,
  room: number,
): ByteWriter {
  const ownerSize = owner === null ? 0 : textSize(owner.id) + textSize(owner.address);
  const arcSize = ownedFrom === null ? 0 : textSize(ownedFrom);
  const head = new ByteWriter(1 + ownerSize + arcSize + room);
  head.u8(flags | (owner === null ? 0 : NAMED) | (ownedFrom === null ? 0 : OWNED));
  if (owner !== null) {
    head.text(owner.id);
    head.text(owner.address);
  }
  if (ownedFrom !== null) head.text(ownedFrom);
  return head;
}

function readAnswerer(reader: ByteReader, flags: number): ClientAnswerer {
  const owner = flags & NAMED ? { id: reader.text(), address: reader.text() } : null;
  return { owner, ownedFrom: flags & OWNED ? reader.text() : null };
}

/** What a member knows of the ring around it. */
export interface Neighbours {
  readonly self: NodeRef;
  /** `null` when it is alone. */
  readonly predecessor: NodeRef | null;
  /** Nearest first. */
  readonly successors: readonly NodeRef[];
  /** The latest time that it has given out or seen, in milliseconds of the Unix epoch: no later write is before it. */
  readonly ringMs: number;
}

export function writeNeighbours(neighbours: Neighbours): Pieces {
  return encodeUtf8(JSON.stringify(neighbours));
}

/** @returns what the member has said, with nodes that nobody has looked at yet @throws ChordError `MALFORMED` */
export function readNeighbours(bytes: Uint8Array): {
  readonly [Field in keyof Neighbours]: unknown;
} {
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes) ?? '');
    if (typeof value === 'object' && value !== null)
      return value as Record<keyof Neighbours, unknown>;
  } catch {
    // Said below.
  }
  throw malformed();
}

function reading<Result>(bytes: Uint8Array, read: (reader: ByteReader) => Result): Result {
  try {
    return read(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw malformed();
    throw error;
  }
}

function malformed(): ChordError {
  return new ChordError('MALFORMED', 'The member did not answer as one that serves clients.');
}
