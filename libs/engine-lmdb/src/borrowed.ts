// A view of a borrowed buffer within the bounds that are valid.

/**
 * LMDB answers `getBinaryFast` with one shared buffer, larger than the value, whose own `length` says
 * how much of it is valid. `subarray` of Node 24 and newer looks past that property at the real length,
 * so nothing may take a part of such a buffer before its bounds are set.
 * @returns the valid bytes, not copied: they change with the next reading
 */
export function withinBounds(borrowed: Uint8Array): Uint8Array {
  return new Uint8Array(borrowed.buffer, borrowed.byteOffset, borrowed.length);
}
