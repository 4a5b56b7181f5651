// Knows how to send many small frames cheaply: all frames of one turn of the event loop go out in one write.
import type { Socket } from 'node:net';

/** Up to this size copying frames together is cheaper than handing them over one by one. */
const JOINED_BYTES_MAX = 256 * 1024;

export class FrameOutbox {
  private frames: Buffer[] = [];
  private framesBytes = 0;
  private scheduled = false;
  private socket: Socket | undefined;

  /** Frames wait until there is a socket. */
  attach(socket: Socket): void {
    this.socket = socket;
    this.schedule();
  }

  /** Bytes that the other side has not taken yet. */
  get bufferedBytes(): number {
    return this.framesBytes + (this.socket?.writableLength ?? 0);
  }

  add(frame: Buffer): void {
    this.frames.push(frame);
    this.framesBytes += frame.length;
    this.schedule();
  }

  /** Sends what waits now. */
  flush(): void {
    const { frames, socket } = this;
    if (frames.length === 0 || !socket) return;
    const bytes = this.framesBytes;
    this.frames = [];
    this.framesBytes = 0;
    if (socket.destroyed || socket.writableEnded) return;
    if (frames.length === 1) socket.write(frames[0] as Buffer);
    else if (bytes <= JOINED_BYTES_MAX) socket.write(Buffer.concat(frames, bytes));
    else writeCorked(socket, frames);
  }

  /**
   * `setImmediate` and not a microtask: it runs after all the sockets that are readable in this turn,
   * so that answers and what follows from them are gathered as well.
   */
  private schedule(): void {
    if (this.scheduled || !this.socket || this.frames.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }
}

function writeCorked(socket: Socket, frames: readonly Buffer[]): void {
  socket.cork();
  for (const frame of frames) socket.write(frame);
  socket.uncork();
}
