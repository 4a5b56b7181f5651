// Assembles a frame that arrives in slices.
import { HEAD_BYTES, sizeOfFrame } from './frames';

export class LargeFrame {
  /** Its head at first; all of it once the head has given its size. Memory is touched only as bytes arrive. */
  bytes: Buffer = Buffer.allocUnsafe(HEAD_BYTES);
  private filled = 0;
  private isSizeKnown = false;

  /** @param payloadBytesMax the largest payload of a whole frame */
  constructor(private readonly payloadBytesMax: number) {}

  get isComplete(): boolean {
    return this.isSizeKnown && this.filled === this.bytes.length;
  }

  /**
   * Takes the bytes that belong to this frame.
   * @returns their number
   * @throws ChordError `MALFORMED` for a length that no frame has
   */
  take(source: Buffer, from: number, to: number): number {
    const taken = Math.min(to - from, this.bytes.length - this.filled);
    source.copy(this.bytes, this.filled, from, from + taken);
    this.filled += taken;
    if (!this.isSizeKnown && this.filled === HEAD_BYTES) this.makeRoom();
    return taken;
  }

  private makeRoom(): void {
    const head = this.bytes;
    this.bytes = Buffer.allocUnsafeSlow(sizeOfFrame(head, 0, this.payloadBytesMax));
    head.copy(this.bytes);
    this.isSizeKnown = true;
  }
}
