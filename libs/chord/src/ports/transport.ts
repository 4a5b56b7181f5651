import type { Envelope, ReplyEnvelope } from '../messages/envelope';

/** `host:port`, the only name of a peer; `host:port#i` for a further position of a host. */
export type Address = string;

/** Answers one message. It never rejects: a fault is a reply with `ok: false`. */
export type EnvelopeHandler = (envelope: Envelope) => Promise<ReplyEnvelope>;

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
}
