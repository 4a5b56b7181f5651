// The messages between a member and a program that is no member: those of `operation-bytes`, with a first byte that
// names the addressee, and answers that hold nothing but the value.
import { piecesOf, type NodeRef, type Pieces } from '@chord-dht/chord';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
import { ByteWriter, textSize } from '../record/byte-cursor';
import { headOf, malformed, readAnswerer, reading, type ClientAnswerer } from './answerer-bytes';
import { ByteKind } from './byte-message';
import {
  WANTS_ARC,
  WRITE,
  type GetBytes,
  type WriteBytes,
  type WrittenBytes,
} from './operation-bytes';

/**
 * The first byte of a request. `owner`: the member answers for its own keys, or refuses with `NOT_OWNER`. `anyone`: it
 * finds the owner, and repeats until the deadline. `neighbours`: returns its neighbours on the ring. `several`: reads
 * of its own keys (`several-messages.ts`); only for a member that has announced support for them.
 */
export const ClientKind = { owner: 1, anyone: 2, neighbours: 3, several: 4 } as const;
export type ClientKind = (typeof ClientKind)[keyof typeof ClientKind];

/** The first byte, followed by the request of `GET`. */
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

/** The first byte, followed by the request of `WRITE`. */
export function clientWrite(kind: ClientKind, request: WriteBytes): Pieces {
  return [Uint8Array.of(kind), ...piecesOf(WRITE.writeRequest(request))];
}

/** The result of a write; the answerer precedes it. */
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

/** A member's neighbours on the ring. */
export interface Neighbours {
  readonly self: NodeRef;
  /** `null` when it is alone. */
  readonly predecessor: NodeRef | null;
  /** Nearest first. */
  readonly successors: readonly NodeRef[];
  /** The latest time that it has issued or seen, in milliseconds of the Unix epoch: no later write is before it. */
  readonly ringMs: number;
}

export function writeNeighbours(neighbours: Neighbours): Pieces {
  return encodeUtf8(JSON.stringify(neighbours));
}

/**
 * @returns the member's answer, with nodes that are not validated yet
 * @throws ChordError `MALFORMED`
 */
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
