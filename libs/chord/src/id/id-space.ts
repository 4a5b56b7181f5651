// The id space of a ring: its size, its arithmetic, and the reading and printing of ids.
import type { Id } from './between';

export const BITS_MIN = 1;
export const BITS_MAX = 160;

/** Rings of at most this many bits show their ids in decimal, larger ones in hexadecimal. */
const DECIMAL_BITS_MAX = 32;

/** Equivalent to `/^[0-9a-f]*$/`, which took a tenth of a simulation's time. */
function isLowerHex(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isDigit = code >= 48 && code <= 57;
    if (!isDigit && !(code >= 97 && code <= 102)) return false;
  }
  return true;
}

const DIGIT_CODES = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** The hash of which ids are made. */
export interface Digests {
  /** The digest of the UTF-8 bytes of `text`; at least 20 bytes. */
  digest(text: string): Uint8Array;
  /** The same as lower-case hexadecimal digits; for hosts that produce text faster than bytes. */
  digits?(text: string): string;
}

/** The identifier circle of `2^bits` ids (ToN 2003, section IV, Consistent Hashing). */
export class IdSpace {
  /** The number of hexadecimal digits of an id. */
  readonly width: number;
  private readonly size: bigint;
  private readonly largest: Id;

  /** @throws RangeError unless `bits` is a whole number from 1 to 160. */
  constructor(readonly bits: number) {
    if (!Number.isInteger(bits) || bits < BITS_MIN || bits > BITS_MAX) {
      throw new RangeError(
        `bits must be a whole number from ${BITS_MIN} to ${BITS_MAX}, not ${bits}`,
      );
    }
    this.width = Math.ceil(bits / 4);
    this.size = 1n << BigInt(bits);
    this.largest = (this.size - 1n).toString(16);
  }

  /** The id of an address or a key. */
  idOf(text: string, hasher: Digests): Id {
    const digits = hasher.digits?.(text);
    if (digits === undefined) return this.fromDigest(hasher.digest(text));
    const surplus = digits.length - this.width;
    return this.withinBits(surplus === 0 ? digits : digits.slice(surplus));
  }

  /** The id of a digest: its bytes read big-endian, modulo `2^bits`. */
  fromDigest(digest: Uint8Array): Id {
    const codes = new Array<number>(this.width);
    const skipped = digest.length * 2 - this.width;
    for (let index = 0; index < this.width; index += 1) {
      const digit = index + skipped;
      const byte = digit < 0 ? 0 : (digest[digit >> 1] as number);
      codes[index] = DIGIT_CODES[digit & 1 ? byte & 15 : byte >> 4] as number;
    }
    return this.withinBits(String.fromCharCode.apply(null, codes));
  }

  /**
   * Keeps the lowest `bits` bits.
   * @param digits as many as an id has
   */
  private withinBits(digits: string): Id {
    const partBits = this.bits % 4;
    if (partBits === 0) return digits;
    // Where the first digit belongs to the id only partly, its upper bits go.
    const first = parseInt(digits[0] as string, 16) & ((1 << partBits) - 1);
    return first.toString(16) + digits.slice(1);
  }

  /** The id of a number modulo `2^bits`; negative numbers wrap round. */
  fromNumber(value: bigint): Id {
    const wrapped = ((value % this.size) + this.size) % this.size;
    return wrapped.toString(16).padStart(this.width, '0');
  }

  toNumber(id: Id): bigint {
    return BigInt(`0x${id}`);
  }

  /** The id `step` places clockwise of `id`. */
  add(id: Id, step: bigint): Id {
    return this.fromNumber(this.toNumber(id) + step);
  }

  /** The start of finger `index` of a node: `id + 2^index` (0 ≤ index < bits; ToN 2003, table I counts from 1). */
  fingerStart(id: Id, index: number): Id {
    return this.add(id, 1n << BigInt(index));
  }

  /** The number of steps clockwise from `a` to `b`, 0 ≤ distance < 2^bits. */
  distance(a: Id, b: Id): bigint {
    const steps = this.toNumber(b) - this.toNumber(a);
    return steps < 0n ? steps + this.size : steps;
  }

  /** How many finger starts `a + 2^index` lie in (a, b]: those with an index below the result. */
  fingerStartsWithin(a: Id, b: Id): number {
    return a === b ? this.bits : this.distance(a, b).toString(2).length;
  }

  /** The share of the ring that the arc (a, b] covers, 0 < share ≤ 1; the whole ring for `a === b`. */
  share(a: Id, b: Id): number {
    return a === b ? 1 : this.ratio(this.distance(a, b));
  }

  /** The position of an id on the circle, in turns clockwise from id 0: 0 ≤ turn < 1. */
  turn(id: Id): number {
    return this.ratio(this.toNumber(id));
  }

  /** True for text that has the exact form of an id of this ring. */
  isId(text: unknown): text is Id {
    return (
      typeof text === 'string' &&
      text.length === this.width &&
      text <= this.largest &&
      isLowerHex(text)
    );
  }

  /** The displayed form of an id: decimal in rings of at most 32 bits, else hexadecimal of fixed width. */
  print(id: Id): string {
    return this.bits <= DECIMAL_BITS_MAX ? this.toNumber(id).toString() : id;
  }

  /** The id of its displayed form; `undefined` where `print` displays no id so. */
  fromPrinted(text: unknown): Id | undefined {
    if (this.bits > DECIMAL_BITS_MAX) return this.isId(text) ? text : undefined;
    return typeof text === 'string' && /^(0|[1-9]\d*)$/.test(text) ? this.parse(text) : undefined;
  }

  /** Reads a decimal or `0x` hexadecimal number; `undefined` when it is neither or out of range. */
  parse(text: string): Id | undefined {
    if (!/^(0x[0-9a-f]{1,40}|[0-9]{1,49})$/i.test(text)) return undefined;
    const value = BigInt(text);
    return value < this.size ? this.fromNumber(value) : undefined;
  }

  private ratio(steps: bigint): number {
    const precisionBits = 53n;
    const bits = BigInt(this.bits);
    const scaled =
      bits > precisionBits ? steps >> (bits - precisionBits) : steps << (precisionBits - bits);
    return Number(scaled) / 2 ** 53;
  }
}
