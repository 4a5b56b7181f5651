// Sends many small frames cheaply: all frames of one turn of the event loop go out in one write.
import type { Socket } from 'node:net';
import { giveSlab, takeSlab, type Slab } from './slab';
import { SLICE_BYTES, SliceQueue } from './slice-queue';

/** The size in bytes up to which copying frames together is cheaper than passing them to the socket one by one. */
const JOINED_BYTES_MAX = 256 * 1024;

export class FrameOutbox {
  private frames: Buffer[] = [];
  private framesBytes = 0;
  /** The slab of placed frames, which follow `frames`, from `placedFrom` to its end. */
  private slab: Slab | undefined;
  private placedFrom = 0;
  private readonly slices = new SliceQueue();
  private slicing = true;
  private scheduled = false;
  private socket: Socket | undefined;
  private tasks: (() => void)[] = [];

  /** Sets the socket; frames wait until then. */
  attach(socket: Socket): void {
    this.socket = socket;
    this.schedule();
  }

  /** For a peer without support for slices: large frames are sent whole, also those that are waiting. */
  sendWhole(): void {
    this.slicing = false;
    const waiting = this.slices.takeWhole();
    this.closePlaced();
    this.frames.push(...waiting);
    this.framesBytes += waiting.reduce((sum, { length }) => sum + length, 0);
  }

  /** True when a frame of this size travels in slices. */
  isSliced(bytes: number): boolean {
    return this.slicing && bytes > SLICE_BYTES;
  }

  /** Bytes that wait for the network. */
  get bufferedBytes(): number {
    return this.framesBytes + (this.socket?.writableLength ?? 0);
  }

  /** Bytes of large frames that wait until the other side has read earlier slices. */
  get slicedBytes(): number {
    return this.slices.bytes;
  }

  /** The buffer in which `place` has reserved room. */
  get placeBytes(): Buffer {
    return (this.slab as Slab).bytes;
  }

  /**
   * Reserves room for a small frame that the caller writes into `placeBytes` at once.
   * @returns the offset of the frame there
   */
  place(size: number): number {
    if (this.slab?.hasRoom(size) !== true) this.openSlab(size);
    const slab = this.slab as Slab;
    const at = slab.end;
    slab.end += size;
    this.framesBytes += size;
    if (!this.scheduled) this.schedule();
    return at;
  }

  /** Sends one frame: one buffer, or the pieces of it. */
  add(frame: Buffer | readonly Buffer[]): void {
    if (Buffer.isBuffer(frame) && !this.isSliced(frame.length)) {
      this.closePlaced();
      this.frames.push(frame);
      this.framesBytes += frame.length;
    } else {
      this.addPieces(Buffer.isBuffer(frame) ? [frame] : frame);
    }
    this.schedule();
  }

  /** Calls back once, when the frames of this turn are about to be sent: frames that it adds are sent with them. */
  beforeFlush(task: () => void): void {
    this.tasks.push(task);
    this.schedule();
  }

  /** Handles credit: the other side has read so many bytes of slices. */
  credit(bytes: number): void {
    this.slices.credit(bytes);
    this.schedule();
  }

  /** Sends all waiting frames now; no credit can arrive any more. */
  flushAll(): void {
    this.runTasks();
    this.flush();
    this.write(this.slices.rest());
  }

  private addPieces(pieces: readonly Buffer[]): void {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    if (this.isSliced(bytes)) {
      this.slices.add(pieces, bytes);
      return;
    }
    this.closePlaced();
    this.frames.push(...pieces);
    this.framesBytes += bytes;
  }

  private openSlab(size: number): void {
    this.closePlaced();
    this.slab = takeSlab(size);
    this.placedFrom = this.slab.end;
  }

  /** Puts the placed frames before the frames that follow. */
  private closePlaced(): void {
    const { slab, placedFrom } = this;
    if (!slab) return;
    this.frames.push(slab.bytes.subarray(placedFrom, slab.end));
    this.slab = undefined;
    giveSlab(slab);
  }

  private flush(): void {
    if (!this.socket) return;
    this.closePlaced();
    const { frames, framesBytes, slices } = this;
    this.frames = [];
    this.framesBytes = 0;
    const out =
      frames.length > 1 && framesBytes <= JOINED_BYTES_MAX
        ? [Buffer.concat(frames, framesBytes)]
        : frames;
    while (slices.hasNext) out.push(...slices.next());
    this.write(out);
  }

  private runTasks(): void {
    const { tasks } = this;
    if (tasks.length === 0) return;
    this.tasks = [];
    for (const task of tasks) task();
  }

  private write(out: readonly Buffer[]): void {
    const { socket } = this;
    if (out.length === 0 || !socket || socket.destroyed || socket.writableEnded) return;
    if (out.length === 1) socket.write(out[0] as Buffer);
    else writeCorked(socket, out);
  }

  /**
   * `setImmediate` and not a microtask: it runs after all the sockets that are readable in this turn,
   * so that answers and what follows from them are gathered as well.
   */
  private schedule(): void {
    if (this.scheduled || !this.socket) return;
    if (this.framesBytes === 0 && !this.slices.hasNext && this.tasks.length === 0) return;
    this.scheduled = true;
    setImmediate(this.flushScheduled);
  }

  private readonly flushScheduled = (): void => {
    try {
      this.runTasks();
    } finally {
      this.scheduled = false;
      this.flush();
      // A task may have registered another one.
      this.schedule();
    }
  };
}

function writeCorked(socket: Socket, frames: readonly Buffer[]): void {
  socket.cork();
  for (const frame of frames) socket.write(frame);
  socket.uncork();
}
