// Writes and reads numbers and short texts in an array of bytes, big-endian.
import { decodeUtf8, utf8Length, writeUtf8 } from '../base/utf8';
import { messageBytes } from './message-bytes';
import { f64At, putF64, putU16, putU32, u16At, u32At } from './numbers';

export class ByteWriter {
  readonly bytes: Uint8Array;
  offset = 0;

  /** @param size in bytes, exact or more */
  constructor(size: number) {
    this.bytes = messageBytes(size);
  }

  u8(value: number): void {
    this.bytes[this.offset++] = value;
  }

  u16(value: number): void {
    putU16(this.bytes, this.offset, value);
    this.offset += 2;
  }

  u32(value: number): void {
    putU32(this.bytes, this.offset, value);
    this.offset += 4;
  }

  f64(value: number): void {
    putF64(this.bytes, this.offset, value);
    this.offset += 8;
  }

  /** Four bytes of length, then these bytes. */
  slice(bytes: Uint8Array): void {
    this.u32(bytes.length);
    this.bytes.set(bytes, this.offset);
    this.offset += bytes.length;
  }

  /** Two bytes of length and the UTF-8 bytes. */
  text(value: string): void {
    const end = writeUtf8(value, this.bytes, this.offset + 2);
    this.u16(end - this.offset - 2);
    this.offset = end;
  }

  /** Four bytes of length and the UTF-8 bytes. */
  longText(value: string): void {
    const end = writeUtf8(value, this.bytes, this.offset + 4);
    this.u32(end - this.offset - 4);
    this.offset = end;
  }
}

/** The size of `ByteWriter.text`. */
export function textSize(value: string): number {
  return 2 + utf8Length(value);
}

/** A read beyond the end throws a RangeError. */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    public offset = 0,
  ) {}

  u8(): number {
    return this.bytes[this.take(1)] as number;
  }

  u16(): number {
    return u16At(this.bytes, this.take(2));
  }

  u32(): number {
    return u32At(this.bytes, this.take(4));
  }

  f64(): number {
    return f64At(this.bytes, this.take(8));
  }

  /** Reads four bytes of length and returns so many bytes, not copied. */
  slice(): Uint8Array {
    const length = this.u32();
    const start = this.take(length);
    return this.bytes.subarray(start, this.offset);
  }

  /** @throws RangeError when it is cut off or no UTF-8 */
  text(): string {
    return this.textOf(this.u16());
  }

  longText(): string {
    return this.textOf(this.u32());
  }

  private textOf(length: number): string {
    const start = this.take(length);
    const text = decodeUtf8(this.bytes, start, this.offset);
    if (text === undefined) throw new RangeError('no text');
    return text;
  }

  /** Advances by `count` bytes. @returns the offset before that @throws RangeError */
  private take(count: number): number {
    const start = this.offset;
    this.offset = start + count;
    if (this.offset > this.bytes.length) throw new RangeError('cut off');
    return start;
  }
}
