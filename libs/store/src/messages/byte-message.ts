// Messages that travel as bytes: the four that make up nearly all traffic, each a codec value. Numbers are
// big-endian; the first byte of a request names its kind.
import { ChordError, type Pieces } from '@chord-dht/chord';
import { ByteReader } from '../record/byte-cursor';

export const ByteKind = { get: 1, put: 2, remove: 3, append: 4, confirm: 5 } as const;

/** The encoding of a message and its answer. Readers throw ChordError `MALFORMED`. */
export interface ByteMessage<Request, Reply> {
  readonly writeRequest: (request: Request) => Pieces;
  /** @param at the offset of the kind */
  readonly readRequest: (bytes: Uint8Array, at?: number) => Request;
  readonly writeReply: (reply: Reply) => Pieces;
  readonly readReply: (bytes: Uint8Array) => Reply;
}

/**
 * @param from the offset behind the kind of a request, or the beginning of a reply
 * @throws ChordError `MALFORMED` when the bytes end too early
 */
export function reading<Result>(
  bytes: Uint8Array,
  read: (reader: ByteReader) => Result,
  from = 1,
): Result {
  try {
    return read(new ByteReader(bytes, from));
  } catch (error) {
    if (error instanceof RangeError) throw malformedBytes();
    throw error;
  }
}

/** Reads `count` items, one after the other. */
export function several<Item>(count: number, read: () => Item): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < count; at += 1) items.push(read());
  return items;
}

export function malformedBytes(): ChordError {
  return new ChordError('MALFORMED', 'The bytes are not those of a message of the store.');
}
