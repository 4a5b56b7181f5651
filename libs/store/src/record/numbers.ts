// Numbers in an array of bytes, big-endian, at fixed offsets.

const TWO_TO_32 = 0x1_0000_0000;
const scratch = new DataView(new ArrayBuffer(8));

export function u16At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

export function u32At(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** Reads eight bytes as a safe integer. */
export function u64At(bytes: Uint8Array, at: number): number {
  return u32At(bytes, at) * TWO_TO_32 + u32At(bytes, at + 4);
}

export function f64At(bytes: Uint8Array, at: number): number {
  scratch.setUint32(0, u32At(bytes, at));
  scratch.setUint32(4, u32At(bytes, at + 4));
  return scratch.getFloat64(0);
}

export function putU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function putU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

export function putU64(bytes: Uint8Array, at: number, value: number): void {
  putU32(bytes, at, Math.floor(value / TWO_TO_32));
  putU32(bytes, at + 4, value % TWO_TO_32);
}

export function putF64(bytes: Uint8Array, at: number, value: number): void {
  scratch.setFloat64(0, value);
  putU32(bytes, at, scratch.getUint32(0));
  putU32(bytes, at + 4, scratch.getUint32(4));
}
