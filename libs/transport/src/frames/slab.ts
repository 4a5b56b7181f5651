// Room for the small frames of one turn: they are written where they leave from, and none has a buffer of its own.

const SLAB_BYTES = 64 * 1024;
/** With less left a slab is not worth coming back to. */
const REST_BYTES_MIN = 8 * 1024;
/** As many as have frames in one turn; the slabs of idle connections are none. */
const SPARE_MAX = 8;

const spare: Slab[] = [];

export class Slab {
  readonly bytes: Buffer;
  /** What lies before is given away. */
  end = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  hasRoom(size: number): boolean {
    return this.end + size <= this.bytes.length;
  }
}

/** One with room for so many bytes. */
export function takeSlab(size: number): Slab {
  const known = spare.pop();
  return known?.hasRoom(size) ? known : new Slab(Math.max(SLAB_BYTES, size));
}

/** Others may go on behind its end. */
export function giveSlab(slab: Slab): void {
  if (spare.length < SPARE_MAX && slab.hasRoom(REST_BYTES_MIN)) spare.push(slab);
}
