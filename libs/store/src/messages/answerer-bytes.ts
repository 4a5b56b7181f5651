// The head of a member's answer to a client: the node that has answered in the end, and its arc.
import { ChordError, type Id, type NodeRef } from '@chord-dht/chord';
import { ByteReader, ByteWriter, textSize } from '../record/byte-cursor';

/** The node that has answered in the end. */
export interface ClientAnswerer {
  /** `null`: the receiver of the request itself. */
  readonly owner: NodeRef | null;
  /** The owner's arc is (`ownedFrom`, own id]; `null` when it was not requested. */
  readonly ownedFrom: Id | null;
}

/** The receiver itself, whose arc was not requested. */
export const HERE: ClientAnswerer = { owner: null, ownedFrom: null };

/** The flags of the first byte; the answer behind the head has others. */
const OWNED = 2;
const NAMED = 4;

/** @param room the size of the bytes that follow */
export function headOf(
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

export function readAnswerer(reader: ByteReader, flags: number): ClientAnswerer {
  const owner = flags & NAMED ? { id: reader.text(), address: reader.text() } : null;
  return { owner, ownedFrom: flags & OWNED ? reader.text() : null };
}

/** Reads an answer from its first byte. @throws ChordError `MALFORMED` when it ends too early */
export function reading<Result>(bytes: Uint8Array, read: (reader: ByteReader) => Result): Result {
  try {
    return read(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw malformed();
    throw error;
  }
}

export function malformed(): ChordError {
  return new ChordError('MALFORMED', 'The member did not answer as one that serves clients.');
}
