// Bytes in several pieces, so that a large value need not be copied behind its header.

/** Bytes that are written directly into the send buffer and need no buffer of their own. */
export interface Laid {
  readonly size: number;
  /** @param at the offset of their first byte; behind it there is room for all of them */
  lay(bytes: Uint8Array, at: number): void;
}

/** Whole, or in pieces that follow each other; must not change once they are handed over. */
export type Pieces = Uint8Array | readonly Uint8Array[] | Laid;

/** The pieces, one after the other. */
export function piecesOf(pieces: Pieces): readonly Uint8Array[] {
  return isSeveral(pieces) ? pieces : [joined(pieces)];
}

/** The total size in bytes. */
export function sizeOf(pieces: Pieces): number {
  if (!isSeveral(pieces)) return isLaid(pieces) ? pieces.size : pieces.length;
  let size = 0;
  for (const { length } of pieces) size += length;
  return size;
}

export function joined(pieces: Pieces): Uint8Array {
  if (!isSeveral(pieces) && !isLaid(pieces)) return pieces;
  const whole = new Uint8Array(sizeOf(pieces));
  layAt(pieces, whole, 0);
  return whole;
}

/** Writes all pieces to `bytes` from `start`, where there is room for them. */
export function layAt(pieces: Pieces, bytes: Uint8Array, start: number): void {
  if (!isSeveral(pieces)) {
    if (isLaid(pieces)) pieces.lay(bytes, start);
    else bytes.set(pieces, start);
    return;
  }
  let at = start;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
}

function isSeveral(pieces: Pieces): pieces is readonly Uint8Array[] {
  return Array.isArray(pieces);
}

function isLaid(pieces: Uint8Array | Laid): pieces is Laid {
  return 'lay' in pieces;
}
