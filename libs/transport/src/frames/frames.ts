// The layout of frames.
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
  /** A part of a frame that is too large to be sent in one go; what it holds begins where the last one ended. */
  slice: 13,
  /** So many bytes of slices have been read, in place of the number of a call. */
  credit: 14,
} as const;

/** The length of all that follows (4 bytes, big-endian), the kind (1), the number of the call (4). */
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
  frame.writeUInt32BE(size - LENGTH_BYTES, 0);
  frame[LENGTH_BYTES] = kind;
  frame.writeUInt32BE(call, LENGTH_BYTES + 1);
  return frame;
}

/**
 * The size of the frame whose head stands in `source` at `at`.
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
