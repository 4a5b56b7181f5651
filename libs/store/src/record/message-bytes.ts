// Room for messages, which last until they are sent. A buffer of its own for each would be the dearest part of it:
// a host gives small ones out of its heap, and asks the system for others.

/** The size in bytes up to which they come from the heap. */
const HEAP_BYTES_MAX = 64;
const SHARED_BYTES_MAX = 1_024;
const SLAB_BYTES = 8_192;

let slab = new ArrayBuffer(SLAB_BYTES);
let taken = 0;

/** Returns `size` zeros. Their buffer may be shared with other messages, and with nothing else. */
export function messageBytes(size: number): Uint8Array {
  if (size <= HEAP_BYTES_MAX || size > SHARED_BYTES_MAX) return new Uint8Array(size);
  if (taken + size > SLAB_BYTES) {
    slab = new ArrayBuffer(SLAB_BYTES);
    taken = 0;
  }
  const bytes = new Uint8Array(slab, taken, size);
  taken += size;
  return bytes;
}
