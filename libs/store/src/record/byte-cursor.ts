// Reads numbers and short texts in a row of bytes, big-endian.
import { decodeUtf8 } from '../text/utf8';

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

  /** @throws RangeError when it is cut off or no UTF-8 */
  text(): string {
    const length = this.u16();
    const start = this.offset;
    this.offset += length;
    const text = decodeUtf8(this.bytes.subarray(start, this.offset));
    if (text === undefined || this.offset > this.bytes.length) throw new RangeError('no text');
    return text;
  }
}
