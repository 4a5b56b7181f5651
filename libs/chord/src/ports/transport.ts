// The port of transports: messages and bytes between nodes.
import type { CodedError } from '../base/errors';
import type { Address } from '../id/node-ref';
import type { Envelope, ReplyEnvelope } from './envelope';
import type { Pieces } from './pieces';

/** Answers one message. It never rejects: a fault is a reply with `ok: false`. */
export type EnvelopeHandler = (envelope: Envelope) => Promise<ReplyEnvelope>;

/** Bytes that have arrived from another position; answered exactly once, by `reply` or by `refuse`. */
export interface IncomingFrame {
  /** The positions of caller and receiver on the ring. */
  readonly from: Address;
  readonly to: Address;
  /** Valid until the answer is given; the transport does not change them before. */
  readonly bytes: Uint8Array;
  /** The time until the caller's deadline, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  /** When it was read from the network, if known; milliseconds of `performance.now()`. */
  readonly arrivedMs?: number | undefined;
  /** The trace id of the client's request that it belongs to. */
  readonly trace?: string | undefined;
  /**
   * Sends a part of the answer that need not wait for the rest, and takes ownership of the bytes; `reply` or `refuse`
   * follows. A large part may arrive after the end, where it is useless. Missing where the transport sends answers
   * whole. Only for callers whose request allows answers in parts.
   */
  part?(bytes: Pieces): void;
  /** Takes ownership of the bytes: they must not change afterwards. */
  reply(bytes: Pieces): void;
  refuse(code: string, message: string, detail?: unknown): void;
}

export type FrameHandler = (frame: IncomingFrame) => void;

/**
 * Called once with the result of a call of bytes: the bytes of the answer, or an error. An error from the receiver has
 * its code; the transport's own are those of `Transport.request`.
 */
export type FrameDone = (error: CodedError | undefined, reply: Uint8Array) => void;

export interface FrameOptions {
  readonly timeoutMs: number;
  /** The trace id of the client's request that it belongs to; visible ASCII, cut after 255 characters. */
  readonly trace?: string | undefined;
}

/**
 * Carries bytes instead of envelopes, for the few messages that make up nearly all traffic: without an object per
 * message, and without a promise and a timer per call.
 */
export interface FrameLane {
  /** Takes ownership of `bytes`: they must not change afterwards. */
  call(to: Address, from: Address, bytes: Pieces, options: FrameOptions, done: FrameDone): void;
  /** Sets the handler of all frames. Called once. */
  serve(handler: FrameHandler): void;
}

/**
 * Carries envelopes between members. Every implementation passes the suite in
 * `testing/transport-conformance.ts`.
 */
export interface Transport {
  /**
   * Sends one envelope and waits for its reply.
   * @throws ChordError `UNREACHABLE` when nothing listens there or the connection broke before the reply, `TIMEOUT`
   *   when no reply came within `timeoutMs`, `BUSY` when too many calls wait for this peer, `MALFORMED` when the answer
   *   cannot be read.
   */
  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope>;
  /** Sets the handler of all envelopes. Called once. */
  serve(handler: EnvelopeHandler): void;
  /** Ends all connections; calls in flight end with `UNREACHABLE`. */
  close(): Promise<void>;
  /** The lane of bytes; without it, bytes travel in envelopes. */
  readonly frames?: FrameLane | undefined;
}
