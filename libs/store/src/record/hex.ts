// Hexadecimal digits as bytes and back.

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 0 to 15, or -1 for what is no digit. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

/**
 * Writes lower-case digits into the last bytes of a field, with zeros before them.
 * @throws RangeError when it is no such text or does not fit
 */
export function putHex(bytes: Uint8Array, at: number, size: number, digits: string): void {
  const pad = size * 2 - digits.length;
  let bad = pad < 0 ? -1 : 0;
  for (let index = 0; index < size; index += 1) {
    const first = index * 2 - pad;
    const high = first < 0 ? 0 : digitOf(digits.charCodeAt(first));
    const low = first + 1 < 0 ? 0 : digitOf(digits.charCodeAt(first + 1));
    bad |= high | low;
    bytes[at + index] = (high << 4) | low;
  }
  if (bad < 0)
    throw new RangeError(`${digits} is no number of ${size} bytes in hexadecimal digits.`);
}

/** The last `digits` digits of the field of `size` bytes. */
export function hexAt(bytes: Uint8Array, at: number, size: number, digits: number): string {
  let text = '';
  const skipped = size * 2 - digits;
  for (let index = skipped >> 1; index < size; index += 1)
    text += PAIRS[bytes[at + index] as number];
  return skipped & 1 ? text.slice(1) : text;
}
