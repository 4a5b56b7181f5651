// The layout of frames.
import { ChordError } from '@chord-dht/chord';

/** The kinds of frames. The first five make up the handshake. */
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
  /** A part of a frame that is too large to be sent whole; it continues the part before. */
  slice: 13,
  /** Acknowledges bytes of slices that have been read; their number stands where a call has its own. */
  credit: 14,
  /** A part of an answer in bytes; more follow, of the same call. */
  bytesPart: 15,
} as const;

/** The length of the rest (4 bytes, big-endian), the kind (1), the number of the call (4). */
export const HEAD_BYTES = 9;
export const LENGTH_BYTES = 4;
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
  layHead(frame, 0, kind, call, size);
  return frame;
}

/** The same at any offset; `size` is that of the whole frame. */
export function layHead(
  bytes: Uint8Array,
  at: number,
  kind: number,
  call: number,
  size: number,
): void {
  layU32(bytes, at, size - LENGTH_BYTES);
  bytes[at + LENGTH_BYTES] = kind;
  layU32(bytes, at + LENGTH_BYTES + 1, call);
}

/** As `writeUInt32BE`, which checks its arguments each time. */
export function layU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/**
 * Returns the size of the frame whose head is in `source` at `at`.
 * @throws ChordError `MALFORMED` for a length that no frame has
 */
export function sizeOfFrame(source: Buffer, at: number, payloadBytesMax: number): number {
  const length = source.readUInt32BE(at);
  if (length >= AFTER_LENGTH_MIN && length <= payloadBytesMax + AFTER_LENGTH_MIN)
    return LENGTH_BYTES + length;
  throw new ChordError('MALFORMED', `A frame of ${length} bytes is not allowed.`);
}

export function emptyFrame(kind: number, call = 0): Buffer {
  return writeHead(Buffer.allocUnsafe(HEAD_BYTES), kind, call);
}
