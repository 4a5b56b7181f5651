// The layout of frames that carry bytes between positions, and the answers of a session to them.
import {
  CodedError,
  defectAt,
  layAt,
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
import type { FrameOutbox } from './frame-outbox';
import { FrameKind, HEAD_BYTES, layHead, layU32 } from './frames';

/**
 * The positions of receiver and sender (1 byte each), the time until the caller's deadline in milliseconds (4), then
 * the length of the trace (1), and the trace.
 */
const BYTES_HEAD = 7;
const TRACE_LENGTH_AT = 6;
const TRACE_LENGTH_MAX = 255;
const PLACES_MAX = 256;
const TIMEOUT_MS_MAX = 0xffff_ffff;
/** The size in bytes up to which a copy into the frame is cheaper than a frame of two pieces. */
const COPIED_BYTES_MAX = 8_192;

/** Sends a call. */
export function sendBytesCall(
  outbox: FrameOutbox,
  call: number,
  to: Address,
  from: Address,
  bytes: Pieces,
  options: FrameOptions,
): void {
  const head = HEAD_BYTES + BYTES_HEAD + traceLengthOf(options);
  const size = head + sizeOf(bytes);
  if (size > COPIED_BYTES_MAX) return outbox.add(bytesCall(call, to, from, bytes, options));
  const at = outbox.place(size);
  const { placeBytes } = outbox;
  layHead(placeBytes, at, FrameKind.bytes, call, size);
  layCall(placeBytes, at + HEAD_BYTES, to, from, options);
  layAt(bytes, placeBytes, at + head);
}

/** Lays out a call in pieces. */
export function bytesCall(
  call: number,
  to: Address,
  from: Address,
  bytes: Pieces,
  options: FrameOptions,
): Buffer[] {
  const head = Buffer.allocUnsafe(HEAD_BYTES + BYTES_HEAD + traceLengthOf(options));
  layHead(head, 0, FrameKind.bytes, call, head.length + sizeOf(bytes));
  layCall(head, HEAD_BYTES, to, from, options);
  return [head, ...piecesOf(bytes).map(asBuffer)];
}

/** Sends the answer to a call, or a part of it. */
export function sendBytesReply(
  outbox: FrameOutbox,
  call: number,
  bytes: Pieces,
  kind: typeof FrameKind.bytesReply | typeof FrameKind.bytesPart = FrameKind.bytesReply,
): void {
  const size = HEAD_BYTES + sizeOf(bytes);
  if (size > COPIED_BYTES_MAX) {
    const head = Buffer.allocUnsafe(HEAD_BYTES);
    layHead(head, 0, kind, call, size);
    return outbox.add([head, ...piecesOf(bytes).map(asBuffer)]);
  }
  const at = outbox.place(size);
  layHead(outbox.placeBytes, at, kind, call, size);
  layAt(bytes, outbox.placeBytes, at + HEAD_BYTES);
}

/** Sends the answers to calls of bytes. */
export interface FrameAnswers {
  parted(call: number, bytes: Pieces): void;
  replied(call: number, bytes: Pieces): void;
  refused(call: number, code: string, message: string, detail: unknown): void;
}

/** A call of bytes that has arrived. One object for each, of one shape: this is the hottest code of a node. */
class BytesFrame implements IncomingFrame {
  constructor(
    private readonly call: number,
    private readonly answers: FrameAnswers,
    readonly to: Address,
    readonly from: Address,
    readonly bytes: Uint8Array,
    readonly deadlineMs: number,
    readonly trace: string | undefined,
    readonly arrivedMs: number,
  ) {}

  part(bytes: Pieces): void {
    this.answers.parted(this.call, bytes);
  }

  reply(bytes: Pieces): void {
    this.answers.replied(this.call, bytes);
  }

  refuse(code: string, message: string, detail?: unknown): void {
    this.answers.refused(this.call, code, message, detail);
  }
}

interface FrameAt {
  readonly start: number;
  readonly end: number;
  readonly call: number;
  readonly arrivedMs: number;
}

/** Reads the call in `source` from `start` to `end`; `undefined` when it is too short to be one. */
export function readBytesCall(
  source: Buffer,
  { start, end, call, arrivedMs }: FrameAt,
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
    arrivedMs,
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

function traceLengthOf({ trace }: FrameOptions): number {
  return trace === undefined ? 0 : Math.min(TRACE_LENGTH_MAX, trace.length);
}

function layCall(
  frame: Buffer,
  at: number,
  to: Address,
  from: Address,
  options: FrameOptions,
): void {
  frame[at] = placeOf(to) % PLACES_MAX;
  frame[at + 1] = placeOf(from) % PLACES_MAX;
  layU32(frame, at + 2, Math.min(TIMEOUT_MS_MAX, Math.ceil(options.timeoutMs)));
  const traceLength = traceLengthOf(options);
  frame[at + TRACE_LENGTH_AT] = traceLength;
  if (traceLength > 0) frame.write(options.trace as string, at + BYTES_HEAD, traceLength, 'latin1');
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
