// Writes and reads numbers and short texts in a row of bytes, big-endian.
import { decodeUtf8, utf8Length, writeUtf8 } from '../base/utf8';

export class ByteWriter {
  readonly bytes: Uint8Array;
  offset = 0;
  private readonly view: DataView;

  /** @param size the exact or a larger number of bytes */
  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  u8(value: number): void {
    this.bytes[this.offset++] = value;
  }

  u16(value: number): void {
    this.view.setUint16(this.offset, value);
    this.offset += 2;
  }

  u32(value: number): void {
    this.view.setUint32(this.offset, value);
    this.offset += 4;
  }

  f64(value: number): void {
    this.view.setFloat64(this.offset, value);
    this.offset += 8;
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

/** Reading beyond the end throws a RangeError. */
export class ByteReader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    public offset = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.offset++);
  }

  u16(): number {
    this.offset += 2;
    return this.view.getUint16(this.offset - 2);
  }

  u32(): number {
    this.offset += 4;
    return this.view.getUint32(this.offset - 4);
  }

  f64(): number {
    this.offset += 8;
    return this.view.getFloat64(this.offset - 8);
  }

  /** As many of the bytes as the four before them say, not copied. */
  slice(): Uint8Array {
    const length = this.u32();
    const start = this.offset;
    this.offset += length;
    if (this.offset > this.bytes.length) throw new RangeError('cut off');
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
    const start = this.offset;
    this.offset += length;
    const text = decodeUtf8(this.bytes.subarray(start, this.offset));
    if (text === undefined || this.offset > this.bytes.length) throw new RangeError('no text');
    return text;
  }
}
