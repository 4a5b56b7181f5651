// The operations of clients on one key as bytes, on their way to the node that answers for it.
import type { Id } from '@chord-dht/chord';
import { utf8Length } from '../base/utf8';
import { ByteWriter, textSize } from '../record/byte-cursor';
import { PieceWriter } from '../record/piece-writer';
import { ByteKind, malformedBytes, reading, type ByteMessage } from './byte-message';
import type { Stand } from './replica-bytes';

/** The arc of an owner, (`ownedFrom`, own id]; for callers that requested it. */
interface Owned {
  readonly ownedFrom: Id | null;
}

export interface GetBytes {
  readonly key: string;
  /** True when the answer has to have the owner's arc. */
  readonly wantsArc: boolean;
  /** The stand of a home replica that asks its primary; `null` from any other caller. */
  readonly stand: Stand | null;
}

export interface GotBytes extends Owned {
  /** The encoded record; `null` when a client must not see one. */
  readonly record: Uint8Array | null;
}

export const WANTS_ARC = 1;
/** Members of earlier versions do not read behind the key. */
const STAND = 2;
const FOUND = 1;
const OWNED = 2;

export const GET: ByteMessage<GetBytes, GotBytes> = {
  writeRequest: ({ key, wantsArc, stand }) => {
    const more = stand === null ? 0 : 8 + textSize(stand.incarnation);
    const writer = new ByteWriter(2 + textSize(key) + more);
    writer.u8(ByteKind.get);
    writer.u8((wantsArc ? WANTS_ARC : 0) | (stand === null ? 0 : STAND));
    writer.text(key);
    if (stand !== null) {
      writer.f64(stand.revision);
      writer.text(stand.incarnation);
    }
    return writer.bytes;
  },
  readRequest: (bytes, at = 0) =>
    reading(
      bytes,
      (reader) => {
        const flags = reader.u8();
        const key = reader.text();
        const stand = flags & STAND ? { revision: reader.f64(), incarnation: reader.text() } : null;
        return { wantsArc: (flags & WANTS_ARC) !== 0, key, stand };
      },
      at + 1,
    ),
  writeReply: ({ record, ownedFrom }) => {
    const head = 1 + (ownedFrom === null ? 0 : textSize(ownedFrom));
    const writer = new PieceWriter(head, record ? [record] : []);
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

/** A write of a value or its removal; the receiver validates the fields. */
export interface WriteBytes {
  readonly kind: typeof ByteKind.put | typeof ByteKind.remove;
  readonly wantsArc: boolean;
  readonly repeated: boolean;
  /** 16 hexadecimal digits. */
  readonly writeId: string;
  readonly issuedMs: number;
  readonly key: string;
  readonly contentType: string;
  /** The rare parts of a write, such as a condition or a time to live; JSON-like data, `null` for none. */
  readonly extras: Readonly<Record<string, unknown>> | null;
  readonly value: Uint8Array;
}

export interface WrittenBytes extends Owned {
  /** `null` when there was nothing to remove. */
  readonly version: string | null;
  /** True when a put has created the key, or a removal has found it. */
  readonly changed: boolean;
  /** The expiry of the value; `null` for none, `undefined` where it is no longer known. */
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
    const writer = new PieceWriter(fixed + (extras === null ? 0 : 4 + utf8Length(extras)), [value]);
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
  readRequest: (bytes, at = 0) =>
    reading(
      bytes,
      (reader) => {
        const flags = reader.u8();
        return {
          kind: bytes[at] as WriteBytes['kind'],
          wantsArc: (flags & WANTS_ARC) !== 0,
          repeated: (flags & REPEATED) !== 0,
          issuedMs: reader.f64(),
          writeId: reader.text(),
          key: reader.text(),
          contentType: reader.text(),
          extras: flags & EXTRAS ? parsed(reader.longText()) : null,
          // Evaluated last, as it begins where all the others end.
          value: bytes.subarray(reader.offset),
        };
      },
      at + 1,
    ),
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

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformedBytes();
  }
  if (typeof value !== 'object' || value === null) throw malformedBytes();
  return value as Record<string, unknown>;
}
