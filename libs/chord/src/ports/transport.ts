// The port of transports: messages and bytes between nodes.
import type { CodedError } from '../base/errors';
import type { Address } from '../id/node-ref';
import type { Envelope, ReplyEnvelope } from './envelope';
import type { Pieces } from './pieces';

/** Answers one message. It never rejects: a fault is a reply with `ok: false`. */
export type EnvelopeHandler = (envelope: Envelope) => Promise<ReplyEnvelope>;

/** Bytes that have arrived from another position; answered exactly once, by `reply` or by `refuse`. */
export interface IncomingFrame {
  /** The positions that the caller and the called have on the ring. */
  readonly from: Address;
  readonly to: Address;
  /** Valid as long as the answer is not given; the transport does not change them. */
  readonly bytes: Uint8Array;
  /** How long the caller waits, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  /** When it was read from the network, as far as that is known; milliseconds of `performance.now()`. */
  readonly arrivedMs?: number | undefined;
  /** The request of a client that it belongs to. */
  readonly trace?: string | undefined;
  /**
   * Gives a part of the answer that need not wait for the rest, and takes the bytes over; `reply` or `refuse` follows.
   * A large one may come behind the end, which would be in vain. Missing where an answer comes as a whole. Only for a caller that asks in a way which is answered so.
   */
  part?(bytes: Pieces): void;
  /** Takes the bytes over: nobody may change them afterwards. */
  reply(bytes: Pieces): void;
  refuse(code: string, message: string, detail?: unknown): void;
}

export type FrameHandler = (frame: IncomingFrame) => void;

/**
 * Hears once how a call of bytes ended: with the bytes of the answer, or with an error. An error that
 * the called has given has its code; the transport's own are those of `Transport.request`.
 */
export type FrameDone = (error: CodedError | undefined, reply: Uint8Array) => void;

export interface FrameOptions {
  readonly timeoutMs: number;
  /** The request of a client that it belongs to; visible ASCII, cut after 255 characters. */
  readonly trace?: string | undefined;
}

/**
 * Carries bytes instead of envelopes, for the few messages that make up nearly all traffic: no object
 * is made of them on the way, and no promise and no timer for a call.
 */
export interface FrameLane {
  /** Takes `bytes` over: nobody may change them afterwards. */
  call(to: Address, from: Address, bytes: Pieces, options: FrameOptions, done: FrameDone): void;
  /** Gives everything that arrives to `handler`, from now on. Called once. */
  serve(handler: FrameHandler): void;
}

/**
 * Carries envelopes between members. Every implementation passes the suite in
 * `testing/transport-conformance.ts`.
 */
export interface Transport {
  /**
   * Sends one envelope and waits for its reply.
   * @throws ChordError `UNREACHABLE` when nothing listens there or the connection broke before the
   *   reply, `TIMEOUT` when no reply came within `timeoutMs`, `BUSY` when too many calls wait for
   *   this peer, `MALFORMED` when the answer is not ours to understand.
   */
  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope>;
  /** Gives every envelope that arrives to `handler`, from now on. Called once. */
  serve(handler: EnvelopeHandler): void;
  /** Ends all connections; calls under way end with `UNREACHABLE`. */
  close(): Promise<void>;
  /** Where there is none, bytes travel in envelopes. */
  readonly frames?: FrameLane | undefined;
}
