// Knows how a byte stream is cut into frames, whatever the network makes of the pieces.
import { ChordError } from '@chord-dht/chord';

/** What a frame is about. The first five make up the handshake. */
export const FrameKind = {
  hello: 1,
  welcome: 2,
  proof: 3,
  ready: 4,
  refused: 5,
  call: 6,
  reply: 7,
  refusal: 8,
  ping: 9,
  pong: 10,
  bytes: 11,
  bytesReply: 12,
} as const;

/** The length of all that follows (4 bytes, big-endian), the kind (1), the number of the call (4). */
export const HEAD_BYTES = 9;
const LENGTH_BYTES = 4;
const AFTER_LENGTH_MIN = HEAD_BYTES - LENGTH_BYTES;

/**
 * Writes the head into the first nine bytes of a frame.
 * @param size of the whole frame, when `frame` is only its first piece
 */
export function writeHead(
  frame: Buffer,
  kind: number,
  call: number,
  size: number = frame.length,
): Buffer {
  frame.writeUInt32BE(size - LENGTH_BYTES, 0);
  frame[LENGTH_BYTES] = kind;
  frame.writeUInt32BE(call, LENGTH_BYTES + 1);
  return frame;
}

export function emptyFrame(kind: number, call = 0): Buffer {
  return writeHead(Buffer.allocUnsafe(HEAD_BYTES), kind, call);
}

/** Receives a frame; its payload is `source` from `start` to `end`, valid only during the call. */
export type OnFrame = (
  kind: number,
  call: number,
  source: Buffer,
  start: number,
  end: number,
) => void;

const EMPTY = Buffer.alloc(0);
const KEPT_BYTES_MIN = 4_096;

export class FrameReader {
  /** The beginning of a frame whose rest has not come. Grows with what arrives, not with what is announced. */
  private kept: Buffer = EMPTY;
  private keptBytes = 0;
  private stopped = false;

  constructor(
    /** The largest payload. */
    public payloadBytesMax: number,
    private readonly onFrame: OnFrame,
  ) {}

  /** Nothing more is read, also of the bytes that are there. */
  stop(): void {
    this.stopped = true;
    this.kept = EMPTY;
  }

  /** @throws ChordError `MALFORMED` for a length that no frame has. */
  push(chunk: Buffer): void {
    if (this.stopped) return;
    if (this.keptBytes === 0) {
      this.keep(chunk, this.readAll(chunk, chunk.length));
      return;
    }
    this.keep(chunk, 0);
    const { kept, keptBytes } = this;
    if (!this.isComplete()) return;
    this.keptBytes = 0;
    this.kept = EMPTY;
    const read = this.readAll(kept, keptBytes);
    this.keep(kept.subarray(0, keptBytes), read);
  }

  /** @returns how many bytes belonged to complete frames. */
  private readAll(bytes: Buffer, length: number): number {
    let at = 0;
    while (!this.stopped && length - at >= LENGTH_BYTES) {
      const end = at + LENGTH_BYTES + this.checked(bytes.readUInt32BE(at));
      if (end > length) break;
      const kind = bytes[at + LENGTH_BYTES] as number;
      this.onFrame(kind, bytes.readUInt32BE(at + LENGTH_BYTES + 1), bytes, at + HEAD_BYTES, end);
      at = end;
    }
    return at;
  }

  private isComplete(): boolean {
    if (this.keptBytes < LENGTH_BYTES) return false;
    return this.keptBytes >= LENGTH_BYTES + this.checked(this.kept.readUInt32BE(0));
  }

  private checked(length: number): number {
    if (length >= AFTER_LENGTH_MIN && length <= this.payloadBytesMax + AFTER_LENGTH_MIN) {
      return length;
    }
    this.stop();
    throw new ChordError('MALFORMED', `A frame of ${length} bytes is not allowed.`);
  }

  /** Appends what `source` holds from `from` on; the room doubles, so that the copying stays linear. */
  private keep(source: Buffer, from: number): void {
    const added = source.length - from;
    if (added === 0 || this.stopped) return;
    const needed = this.keptBytes + added;
    if (this.kept.length < needed) {
      const roomier = Buffer.allocUnsafe(Math.max(needed, this.kept.length * 2, KEPT_BYTES_MIN));
      this.kept.copy(roomier, 0, 0, this.keptBytes);
      this.kept = roomier;
    }
    source.copy(this.kept, this.keptBytes, from);
    this.keptBytes = needed;
  }
}
