// Cuts large frames into slices, so that small ones pass between them: a heartbeat does not wait behind a megabyte. No
// more slices are in flight than the other side has given credit for by reading.
import { FrameKind, HEAD_BYTES, writeHead } from './frames';

/** In bytes: a frame that is larger travels in slices of this size. */
export const SLICE_BYTES = 64 * 1024;
/** The most bytes in flight that have not been read; a small frame waits behind no more than this. */
const WINDOW_BYTES = 256 * 1024;

export class SliceQueue {
  /** The pieces of each frame; slices are cut from the first. */
  private frames: Buffer[][] = [];
  private waitingBytes = 0;
  private unreadBytes = 0;

  /** The number of bytes that are waiting. */
  get bytes(): number {
    return this.waitingBytes;
  }

  add(pieces: readonly Buffer[], bytes: number): void {
    this.frames.push([...pieces]);
    this.waitingBytes += bytes;
  }

  /** Handles credit: the other side has read so many bytes of slices. */
  credit(bytes: number): void {
    this.unreadBytes = Math.max(0, this.unreadBytes - bytes);
  }

  get hasNext(): boolean {
    return this.frames.length > 0 && this.unreadBytes < WINDOW_BYTES;
  }

  /** The next slice: its head, and its bytes in one or more pieces. */
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

  /** The pieces of all waiting frames, none of which has been started. */
  takeWhole(): Buffer[] {
    const pieces = this.frames.flat();
    this.frames = [];
    this.waitingBytes = 0;
    return pieces;
  }

  /** All waiting bytes, regardless of credit: no more credit will arrive. */
  rest(): Buffer[] {
    const rest: Buffer[] = [];
    while (this.frames.length > 0) rest.push(...this.next());
    return rest;
  }
}
