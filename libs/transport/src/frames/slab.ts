// A buffer for the small frames of one turn: they are written where they are sent from, and none has a buffer of its
// own.

const SLAB_BYTES = 64 * 1024;
/** A slab with fewer bytes left is not reused. */
const REST_BYTES_MIN = 8 * 1024;
/** The most spare slabs: enough for the connections with frames in one turn; idle ones have none. */
const SPARE_MAX = 8;

const spare: Slab[] = [];

export class Slab {
  readonly bytes: Buffer;
  /** The bytes before are in use. */
  end = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  hasRoom(size: number): boolean {
    return this.end + size <= this.bytes.length;
  }
}

/** Returns a slab with room for so many bytes. */
export function takeSlab(size: number): Slab {
  const known = spare.pop();
  return known?.hasRoom(size) ? known : new Slab(Math.max(SLAB_BYTES, size));
}

/** Returns a slab: others may continue behind its end. */
export function giveSlab(slab: Slab): void {
  if (spare.length < SPARE_MAX && slab.hasRoom(REST_BYTES_MIN)) spare.push(slab);
}
