// Cuts large frames into slices, so that small ones pass between them: a heartbeat does not wait behind a
// megabyte. Only so many slices are under way as the other side has given credit for by reading.
import { FrameKind, HEAD_BYTES, writeHead } from './frames';

/** A frame that is larger than this travels in slices of this size. */
export const SLICE_BYTES = 64 * 1024;
/** What may be under way and not read yet; a small frame waits behind no more than this. */
const WINDOW_BYTES = 256 * 1024;

export class SliceQueue {
  /** The pieces of each frame; slices are cut from the first. */
  private frames: Buffer[][] = [];
  private waitingBytes = 0;
  private unreadBytes = 0;

  /** What waits to be cut. */
  get bytes(): number {
    return this.waitingBytes;
  }

  add(pieces: readonly Buffer[], bytes: number): void {
    this.frames.push([...pieces]);
    this.waitingBytes += bytes;
  }

  /** The other side has read so many bytes of slices. */
  credit(bytes: number): void {
    this.unreadBytes = Math.max(0, this.unreadBytes - bytes);
  }

  get hasNext(): boolean {
    return this.frames.length > 0 && this.unreadBytes < WINDOW_BYTES;
  }

  /** The next slice: its head, and its bytes in one piece or more. */
  next(): Buffer[] {
    const [pieces] = this.frames as [Buffer[]];
    const slice: Buffer[] = [];
    let bytes = 0;
    while (bytes < SLICE_BYTES && pieces.length > 0) {
      const [piece] = pieces as [Buffer];
      const taken = Math.min(piece.length, SLICE_BYTES - bytes);
      slice.push(piece.subarray(0, taken));
      if (taken === piece.length) pieces.shift();
      else pieces[0] = piece.subarray(taken);
      bytes += taken;
    }
    if (pieces.length === 0) this.frames.shift();
    this.waitingBytes -= bytes;
    this.unreadBytes += bytes;
    const head = Buffer.allocUnsafe(HEAD_BYTES);
    return [writeHead(head, FrameKind.slice, 0, HEAD_BYTES + bytes), ...slice];
  }

  /** The pieces of all frames that wait, none of which has been begun. */
  takeWhole(): Buffer[] {
    const pieces = this.frames.flat();
    this.frames = [];
    this.waitingBytes = 0;
    return pieces;
  }

  /** All that waits, whatever the credit: there will be none any more. */
  rest(): Buffer[] {
    const rest: Buffer[] = [];
    while (this.frames.length > 0) rest.push(...this.next());
    return rest;
  }
}
