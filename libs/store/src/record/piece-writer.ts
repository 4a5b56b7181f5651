// Writes bytes that are sent in pieces: large ones are not copied.
import { ByteWriter } from './byte-cursor';

/** The size in bytes up to which a copy is cheaper than a piece of its own. */
const COPIED_BYTES_MAX = 8_192;

export class PieceWriter extends ByteWriter {
  private readonly done: Uint8Array[] = [];
  private doneTo = 0;

  /**
   * @param size of everything besides `rows`, in bytes
   * @param rows all arrays that `piece` will be given
   */
  constructor(size: number, rows: readonly Uint8Array[]) {
    super(size + copiedSize(rows));
  }

  /** Adds an array of bytes, which must not change afterwards. */
  piece(row: Uint8Array): void {
    if (isCopied(row)) {
      this.bytes.set(row, this.offset);
      this.offset += row.length;
      return;
    }
    this.cut();
    this.done.push(row);
  }

  /** All bytes written, in order. */
  get pieces(): Uint8Array | readonly Uint8Array[] {
    if (this.done.length === 0) return this.bytes;
    this.cut();
    return this.done;
  }

  private cut(): void {
    if (this.offset > this.doneTo) this.done.push(this.bytes.subarray(this.doneTo, this.offset));
    this.doneTo = this.offset;
  }
}

function copiedSize(rows: readonly Uint8Array[]): number {
  let size = 0;
  for (const row of rows) if (isCopied(row)) size += row.length;
  return size;
}

function isCopied({ length }: Uint8Array): boolean {
  return length <= COPIED_BYTES_MAX;
}
