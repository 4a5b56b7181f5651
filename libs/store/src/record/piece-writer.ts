// Writes bytes that are sent in pieces: what is large is not copied.
import { ByteWriter } from './byte-cursor';

/** Up to this size a copy is cheaper than a piece of its own. */
const COPIED_BYTES_MAX = 8_192;

export class PieceWriter extends ByteWriter {
  private readonly done: Uint8Array[] = [];
  private doneTo = 0;

  /**
   * @param size of what is written besides `rows`
   * @param rows all that `piece` will be given
   */
  constructor(size: number, rows: readonly Uint8Array[]) {
    super(size + copiedSize(rows));
  }

  /** Writes a row of bytes, which nobody may change afterwards. */
  piece(row: Uint8Array): void {
    if (isCopied(row)) {
      this.bytes.set(row, this.offset);
      this.offset += row.length;
      return;
    }
    this.cut();
    this.done.push(row);
  }

  /** All that was written. */
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
