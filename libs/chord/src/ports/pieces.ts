// Bytes that are sent in several pieces, so that a large value need not be copied behind its head.

/** Whole, or in pieces that follow each other; nobody may change them once they are given away. */
export type Pieces = Uint8Array | readonly Uint8Array[];

/** The pieces, one after the other. */
export function piecesOf(pieces: Pieces): readonly Uint8Array[] {
  return isWhole(pieces) ? [pieces] : pieces;
}

/** All their bytes together. */
export function sizeOf(pieces: Pieces): number {
  if (isWhole(pieces)) return pieces.length;
  let size = 0;
  for (const { length } of pieces) size += length;
  return size;
}

export function joined(pieces: Pieces): Uint8Array {
  if (isWhole(pieces)) return pieces;
  const whole = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function isWhole(pieces: Pieces): pieces is Uint8Array {
  return !Array.isArray(pieces);
}
