// The envelope of every message between two members, on any transport.
import type { Id } from '../id/between';
import type { NodeRef } from '../id/node-ref';

/** The version of the messages; members of different versions may share a ring during an upgrade. */
export const PROTOCOL_VERSION = 1;

/** What all members of a ring must agree on. */
export interface RingParameters {
  readonly bits: number;
  readonly hash: string;
}

/** The type of an envelope whose body is bytes, where a transport has no lane for them. */
export const BYTES_MESSAGE = 'bytes';

export interface Envelope {
  readonly version: number;
  readonly ring: RingParameters;
  readonly from: NodeRef;
  /** The id of the addressed member; `null` from a caller that has only the address. */
  readonly to: Id | null;
  readonly type: string;
  readonly body: unknown;
  /** The time until the caller's deadline, in milliseconds from the sending. */
  readonly deadlineMs: number;
  /** The id of the request that caused this message, for logs. */
  readonly trace?: string;
}

export type ReplyEnvelope =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly detail?: unknown;
    };
