// Hexadecimal digits as bytes and back.

const DIGIT_CODES = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** 0 to 15, or -1 for any other character. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

/**
 * Writes lower-case digits into the last bytes of a field, with zeros before them.
 * @throws RangeError when the text has other characters or does not fit
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
  const codes = new Array<number>(digits);
  const skipped = size * 2 - digits;
  for (let index = 0; index < digits; index += 1) {
    const digit = index + skipped;
    const byte = bytes[at + (digit >> 1)] as number;
    codes[index] = DIGIT_CODES[digit & 1 ? byte & 15 : byte >> 4] as number;
  }
  // In one step: a text concatenated from pairs is a tree, which the first comparison copies.
  return String.fromCharCode.apply(null, codes);
}
