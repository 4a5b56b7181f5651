// The four messages that make up nearly all traffic, as bytes: one codec value for each. Numbers are
// big-endian; the first byte of a request names its kind.
import { ChordError, type Id, type Pieces } from '@chord-dht/chord';
import { ByteReader, ByteWriter, textSize } from '../record/byte-cursor';
import { PieceWriter } from '../record/piece-writer';
import { utf8Length } from '../base/utf8';
import type { ViewName } from '../view/view';

export const ByteKind = { get: 1, put: 2, remove: 3, append: 4, confirm: 5 } as const;

/** How a message and its answer become bytes. Readers throw ChordError `MALFORMED`. */
export interface ByteMessage<Request, Reply> {
  readonly writeRequest: (request: Request) => Pieces;
  readonly readRequest: (bytes: Uint8Array) => Request;
  readonly writeReply: (reply: Reply) => Pieces;
  readonly readReply: (bytes: Uint8Array) => Reply;
}

/** An owner that answers for (`ownedFrom`, itself]; for whoever asked to be told. */
interface Owned {
  readonly ownedFrom: Id | null;
}

export interface GetBytes {
  readonly key: string;
  /** The answer is to say what else the owner answers for. */
  readonly wantsArc: boolean;
}

export interface GotBytes extends Owned {
  /** The encoded record; `null` when a client sees none. */
  readonly record: Uint8Array | null;
}

const WANTS_ARC = 1;
const FOUND = 1;
const OWNED = 2;

export const GET: ByteMessage<GetBytes, GotBytes> = {
  writeRequest: ({ key, wantsArc }) => {
    const writer = new ByteWriter(2 + textSize(key));
    writer.u8(ByteKind.get);
    writer.u8(wantsArc ? WANTS_ARC : 0);
    writer.text(key);
    return writer.bytes;
  },
  readRequest: (bytes) =>
    reading(bytes, (reader) => {
      const flags = reader.u8();
      return { wantsArc: (flags & WANTS_ARC) !== 0, key: reader.text() };
    }),
  writeReply: ({ record, ownedFrom }) => {
    const head = 1 + (ownedFrom === null ? 0 : textSize(ownedFrom));
    const writer = new PieceWriter(head, ...(record ? [record] : []));
    writer.u8((record ? FOUND : 0) | (ownedFrom === null ? 0 : OWNED));
    if (ownedFrom !== null) writer.text(ownedFrom);
    if (record) writer.piece(record);
    return writer.pieces;
  },
  readReply: (bytes) =>
    reading(
      bytes,
      (reader) => {
        const flags = reader.u8();
        const ownedFrom = flags & OWNED ? reader.text() : null;
        return { ownedFrom, record: flags & FOUND ? bytes.subarray(reader.offset) : null };
      },
      0,
    ),
};

/** A write of a value or its removal; the fields are checked by whoever reads them. */
export interface WriteBytes {
  readonly kind: typeof ByteKind.put | typeof ByteKind.remove;
  readonly wantsArc: boolean;
  readonly repeated: boolean;
  /** 16 hexadecimal digits. */
  readonly writeId: string;
  readonly issuedMs: number;
  readonly key: string;
  readonly contentType: string;
  /** What few writes have, such as a condition or a life; JSON-like data, `null` for nothing. */
  readonly extras: Readonly<Record<string, unknown>> | null;
  readonly value: Uint8Array;
}

export interface WrittenBytes extends Owned {
  /** `null` when there is nothing after it: a removal. */
  readonly version: string | null;
  /** A put has made the key; a removal has found it. */
  readonly changed: boolean;
  /** When what was put ends; `null` for never, `undefined` where that is not known any more. */
  readonly expiresAtMs: number | null | undefined;
  /** This very write was applied by an earlier request, and not again. */
  readonly replayed: boolean;
}

const REPEATED = 2;
const EXTRAS = 4;
const CHANGED = 1;
const VERSION = 4;
const REPLAYED = 8;
const LIFE = 16;
const ENDS = 32;

export const WRITE: ByteMessage<WriteBytes, WrittenBytes> = {
  writeRequest: (request) => {
    const { kind, writeId, issuedMs, key, contentType, value } = request;
    const extras = request.extras === null ? null : JSON.stringify(request.extras);
    const fixed = 10 + textSize(writeId) + textSize(key) + textSize(contentType);
    const writer = new PieceWriter(fixed + (extras === null ? 0 : 4 + utf8Length(extras)), value);
    writer.u8(kind);
    writer.u8(
      (request.wantsArc ? WANTS_ARC : 0) |
        (request.repeated ? REPEATED : 0) |
        (extras === null ? 0 : EXTRAS),
    );
    writer.f64(issuedMs);
    writer.text(writeId);
    writer.text(key);
    writer.text(contentType);
    if (extras !== null) writer.longText(extras);
    writer.piece(value);
    return writer.pieces;
  },
  readRequest: (bytes) =>
    reading(bytes, (reader) => {
      const flags = reader.u8();
      return {
        kind: bytes[0] as WriteBytes['kind'],
        wantsArc: (flags & WANTS_ARC) !== 0,
        repeated: (flags & REPEATED) !== 0,
        issuedMs: reader.f64(),
        writeId: reader.text(),
        key: reader.text(),
        contentType: reader.text(),
        extras: flags & EXTRAS ? parsed(reader.longText()) : null,
        // Evaluated last: it begins where all of that ends.
        value: bytes.subarray(reader.offset),
      };
    }),
  writeReply: ({ ownedFrom, version, changed, expiresAtMs, replayed }) => {
    const size = (ownedFrom === null ? 0 : textSize(ownedFrom)) + textSize(version ?? '');
    const ends = typeof expiresAtMs === 'number';
    const writer = new ByteWriter(1 + size + (ends ? 8 : 0));
    writer.u8(
      (changed ? CHANGED : 0) |
        (ownedFrom === null ? 0 : OWNED) |
        (version === null ? 0 : VERSION) |
        (replayed ? REPLAYED : 0) |
        (expiresAtMs === undefined ? 0 : LIFE) |
        (ends ? ENDS : 0),
    );
    if (ownedFrom !== null) writer.text(ownedFrom);
    writer.text(version ?? '');
    if (ends) writer.f64(expiresAtMs);
    return writer.bytes;
  },
  readReply: (bytes) =>
    reading(
      bytes,
      (reader) => {
        const flags = reader.u8();
        const ownedFrom = flags & OWNED ? reader.text() : null;
        const version = reader.text();
        return {
          ownedFrom,
          version: flags & VERSION ? version : null,
          changed: (flags & CHANGED) !== 0,
          expiresAtMs: flags & ENDS ? reader.f64() : flags & LIFE ? null : undefined,
          replayed: (flags & REPLAYED) !== 0,
        };
      },
      0,
    ),
};

/**
 * What a member's answer is worth: `counts` towards a majority; `full`: it has no room; `none`: it did not
 * do it; `failed`: because of a defect; `busy`: too much is under way between the two.
 */
export const VOTES = ['counts', 'behind', 'sealed', 'full', 'none', 'failed', 'busy'] as const;
export type Vote = (typeof VOTES)[number];

/** Records that are written in a view. */
export interface ViewRecords {
  readonly view: ViewName;
  readonly records: readonly Uint8Array[];
}

/** A group of writes of one primary; the answer has a vote for each record, in the order of the request. */
export const APPEND: ByteMessage<readonly ViewRecords[], readonly Vote[]> = {
  writeRequest: (groups) => {
    const size = groups.reduce((sum, { view, records }) => sum + groupSize(view, records), 3);
    const writer = new PieceWriter(size, ...groups.flatMap(({ records }) => records));
    writer.u8(ByteKind.append);
    writer.u16(groups.length);
    for (const { view, records } of groups) {
      writeView(writer, view);
      writer.u16(records.length);
      for (const record of records) {
        writer.u32(record.length);
        writer.piece(record);
      }
    }
    return writer.pieces;
  },
  readRequest: (bytes) =>
    reading(bytes, (reader) =>
      Array.from({ length: reader.u16() }, () => {
        const view = readView(reader);
        return { view, records: Array.from({ length: reader.u16() }, () => reader.slice()) };
      }),
    ),
  writeReply: (votes) => Uint8Array.from(votes, (vote) => VOTES.indexOf(vote)),
  readReply: (bytes) => Array.from(bytes, voteOf),
};

/** Which views stand at a member, in the arcs in which the primary serves them. */
export interface ViewCheck {
  readonly view: ViewName;
  readonly fromId: Id;
  readonly toId: Id;
}

export interface Standing {
  /** Names the life and the disk of the member: what another one said is void. */
  readonly life: string;
  /** Changes whenever the member's views change. */
  readonly revision: number;
  /** For the views that were asked for, in their order. */
  readonly votes: readonly Vote[];
}

export const CONFIRM: ByteMessage<readonly ViewCheck[], Standing> = {
  writeRequest: (checks) => {
    const size = checks.reduce(
      (sum, { view, fromId, toId }) => sum + viewSize(view) + textSize(fromId) + textSize(toId),
      3,
    );
    const writer = new ByteWriter(size);
    writer.u8(ByteKind.confirm);
    writer.u16(checks.length);
    for (const { view, fromId, toId } of checks) {
      writeView(writer, view);
      writer.text(fromId);
      writer.text(toId);
    }
    return writer.bytes;
  },
  readRequest: (bytes) =>
    reading(bytes, (reader) =>
      Array.from({ length: reader.u16() }, () => ({
        view: readView(reader),
        fromId: reader.text(),
        toId: reader.text(),
      })),
    ),
  writeReply: ({ life, revision, votes }) => {
    const writer = new ByteWriter(8 + textSize(life) + votes.length);
    writer.f64(revision);
    writer.text(life);
    for (const vote of votes) writer.u8(VOTES.indexOf(vote));
    return writer.bytes;
  },
  readReply: (bytes) =>
    reading(
      bytes,
      (reader) => {
        const revision = reader.f64();
        const life = reader.text();
        return { revision, life, votes: Array.from(bytes.subarray(reader.offset), voteOf) };
      },
      0,
    ),
};

function viewSize({ lineage }: ViewName): number {
  return 8 + textSize(lineage);
}

function groupSize(view: ViewName, records: readonly Uint8Array[]): number {
  return viewSize(view) + 2 + records.length * 4;
}

function writeView(writer: ByteWriter, { epoch, lineage }: ViewName): void {
  writer.f64(epoch);
  writer.text(lineage);
}

function readView(reader: ByteReader): ViewName {
  return { epoch: reader.f64(), lineage: reader.text() };
}

function voteOf(byte: number): Vote {
  return VOTES[byte] ?? 'none';
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed();
  }
  if (typeof value !== 'object' || value === null) throw malformed();
  return value as Record<string, unknown>;
}

/** @param from behind the kind of a request, at the beginning of a reply */
function reading<Result>(
  bytes: Uint8Array,
  read: (reader: ByteReader) => Result,
  from = 1,
): Result {
  try {
    return read(new ByteReader(bytes, from));
  } catch (error) {
    if (error instanceof RangeError) throw malformed();
    throw error;
  }
}

function malformed(): ChordError {
  return new ChordError('MALFORMED', 'The bytes are not those of a message of the store.');
}
