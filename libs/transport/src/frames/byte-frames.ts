// The layout of frames that carry bytes between positions, and how a session answers them.
import {
  CodedError,
  defectAt,
  piecesOf,
  placeOf,
  positionAt,
  sizeOf,
  type Address,
  type FrameHandler,
  type FrameOptions,
  type IncomingFrame,
  type OnFault,
  type Pieces,
} from '@chord-dht/chord';
import { FrameKind, HEAD_BYTES, writeHead } from './frames';

/**
 * The positions of receiver and sender (1 byte each), how long the caller waits in milliseconds (4), then the
 * length of the trace (1), and the trace.
 */
const BYTES_HEAD = 7;
const TRACE_LENGTH_AT = 6;
const TRACE_LENGTH_MAX = 255;
const PLACES_MAX = 256;
const TIMEOUT_MS_MAX = 0xffff_ffff;
/** Up to this size a copy into the frame is cheaper than a frame of two pieces. */
export const COPIED_BYTES_MAX = 8_192;

/** A call: one buffer, or the pieces of a large one. */
export function bytesCall(
  call: number,
  to: Address,
  from: Address,
  bytes: Pieces,
  { timeoutMs, trace = '' }: FrameOptions,
): Buffer | Buffer[] {
  const traceLength = Math.min(TRACE_LENGTH_MAX, trace.length);
  const frame = framed(FrameKind.bytes, call, BYTES_HEAD + traceLength, bytes);
  const head = Buffer.isBuffer(frame) ? frame : (frame[0] as Buffer);
  head[HEAD_BYTES] = placeOf(to) % PLACES_MAX;
  head[HEAD_BYTES + 1] = placeOf(from) % PLACES_MAX;
  head.writeUInt32BE(Math.min(TIMEOUT_MS_MAX, Math.ceil(timeoutMs)), HEAD_BYTES + 2);
  head[HEAD_BYTES + TRACE_LENGTH_AT] = traceLength;
  if (traceLength > 0) head.write(trace, HEAD_BYTES + BYTES_HEAD, traceLength, 'latin1');
  return frame;
}

export function bytesReply(call: number, bytes: Pieces): Buffer | Buffer[] {
  return framed(FrameKind.bytesReply, call, 0, bytes);
}

/** How the answers to calls of bytes go back. */
export interface FrameAnswers {
  replied(call: number, bytes: Pieces): void;
  refused(call: number, code: string, message: string, detail: unknown): void;
}

/** A call of bytes that has arrived. One object for each, of one shape: this is the busiest place of a node. */
class BytesFrame implements IncomingFrame {
  constructor(
    private readonly call: number,
    private readonly answers: FrameAnswers,
    readonly to: Address,
    readonly from: Address,
    readonly bytes: Uint8Array,
    readonly deadlineMs: number,
    readonly trace: string | undefined,
  ) {}

  reply(bytes: Pieces): void {
    this.answers.replied(this.call, bytes);
  }

  refuse(code: string, message: string, detail?: unknown): void {
    this.answers.refused(this.call, code, message, detail);
  }
}

/** What arrived in `source` from `start` to `end`; `undefined` when it is too short to be a call. */
export function readBytesCall(
  source: Buffer,
  { start, end, call }: { readonly start: number; readonly end: number; readonly call: number },
  hosts: { readonly to: Address; readonly from: Address },
  answers: FrameAnswers,
): IncomingFrame | undefined {
  if (end - start < BYTES_HEAD) return undefined;
  const traceAt = start + BYTES_HEAD;
  const bytesAt = traceAt + (source[start + TRACE_LENGTH_AT] as number);
  if (bytesAt > end) return undefined;
  return new BytesFrame(
    call,
    answers,
    positionAt(hosts.to, source[start] as number),
    positionAt(hosts.from, source[start + 1] as number),
    new Uint8Array(source.buffer, source.byteOffset + bytesAt, end - bytesAt),
    source.readUInt32BE(start + 2),
    bytesAt > traceAt ? source.toString('latin1', traceAt, bytesAt) : undefined,
  );
}

/** Answers a frame with a handler that may be missing or fail. */
export function answerFrame(
  handler: FrameHandler | undefined,
  frame: IncomingFrame,
  onFault: OnFault,
): void {
  if (!handler) {
    frame.refuse('UNREACHABLE', 'This node does not serve yet.');
    return;
  }
  try {
    handler(frame);
  } catch (error) {
    if (error instanceof CodedError) return frame.refuse(error.code, error.message, error.detail);
    onFault(error);
    frame.refuse('INTERNAL', defectAt(frame.to));
  }
}

function framed(kind: number, call: number, room: number, bytes: Pieces): Buffer | Buffer[] {
  const length = sizeOf(bytes);
  const size = HEAD_BYTES + room + length;
  if (length > COPIED_BYTES_MAX) {
    const head = writeHead(Buffer.allocUnsafe(HEAD_BYTES + room), kind, call, size);
    return [head, ...piecesOf(bytes).map(asBuffer)];
  }
  const frame = writeHead(Buffer.allocUnsafe(size), kind, call, size);
  let at = HEAD_BYTES + room;
  for (const piece of piecesOf(bytes)) {
    frame.set(piece, at);
    at += piece.length;
  }
  return frame;
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
