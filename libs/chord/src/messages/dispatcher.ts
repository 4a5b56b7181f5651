// Knows which handler answers which message, and which envelopes are not for this node.
import { ChordError, CodedError } from '../errors';
import type { IdSpace } from '../id/id-space';
import type { Hasher } from '../ports/hasher';
import { nodeRefOf, readNodeRef, type NodeRef } from '../ring/node-ref';
import {
  PROTOCOL_VERSION,
  type Envelope,
  type ReplyEnvelope,
  type RingParameters,
} from './envelope';

export interface MessageContext {
  /** How long the caller waits, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  readonly trace?: string | undefined;
}

/** Answers one message; a CodedError that it throws travels to the caller with its code. */
export type Handler = (body: unknown, from: NodeRef, context: MessageContext) => unknown;

export interface DispatcherOptions {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  /** Throws when the node answers no message of this type in its present state. */
  readonly admit: (type: string) => void;
  /** Hears of defects: handlers that failed with something else than a CodedError. */
  readonly onFault: (error: unknown, type: string) => void;
}

const KNOWN_SENDERS_MAX = 4_096;
const DEADLINE_MS_MAX = 60_000;

export class Dispatcher {
  private readonly handlers = new Map<string, Handler>();
  private readonly knownSenders = new Map<string, NodeRef>();

  constructor(private readonly options: DispatcherOptions) {}

  on(type: string, handler: Handler): void {
    if (this.handlers.has(type)) throw new Error(`The message ${type} has a handler already.`);
    this.handlers.set(type, handler);
  }

  readonly dispatch = async (envelope: Envelope): Promise<ReplyEnvelope> => {
    try {
      const from = this.checked(envelope);
      this.options.admit(envelope.type);
      const handler = this.handlers.get(envelope.type);
      if (!handler)
        throw new ChordError('UNKNOWN_MESSAGE', 'This node knows no message of that type.');
      const deadlineMs = Math.min(DEADLINE_MS_MAX, Math.max(0, Number(envelope.deadlineMs) || 0));
      const body = await handler(envelope.body, from, { deadlineMs, trace: envelope.trace });
      return { ok: true, body: body ?? null };
    } catch (error) {
      if (error instanceof CodedError) return refusalOf(error);
      this.options.onFault(error, envelope?.type);
      return {
        ok: false,
        code: 'INTERNAL',
        message: 'The peer failed on this message; its log says why.',
      };
    }
  };

  private checked(envelope: Envelope): NodeRef {
    const { self, ring } = this.options;
    if (envelope.version !== PROTOCOL_VERSION) {
      throw new ChordError(
        'INCOMPATIBLE',
        `${self.address} speaks protocol version ${PROTOCOL_VERSION}, not ${envelope.version}.`,
      );
    }
    if (envelope.ring?.bits !== ring.bits || envelope.ring.hash !== ring.hash) {
      throw new ChordError(
        'INCOMPATIBLE',
        `${self.address} is in a ring of ${ring.bits} bits with ${ring.hash}, not of ${envelope.ring?.bits} bits with ${envelope.ring?.hash}.`,
      );
    }
    if (envelope.to !== null && envelope.to !== self.id) {
      throw new ChordError(
        'WRONG_RECEIVER',
        `Here is ${self.address}, not the node that is meant.`,
      );
    }
    return this.sender(envelope.from);
  }

  /** The sender, whose id must be the hash of its address. */
  private sender(value: unknown): NodeRef {
    const { space, hasher } = this.options;
    const claimed = readNodeRef(value, space);
    if (!claimed) throw new ChordError('MALFORMED', 'The message names no sender.');
    const known = this.knownSenders.get(claimed.address);
    if (known?.id === claimed.id) return known;
    const sender = nodeRefOf(claimed.address, space, hasher);
    if (sender.id !== claimed.id)
      throw new ChordError('MALFORMED', 'The id of the sender is not the hash of its address.');
    if (this.knownSenders.size >= KNOWN_SENDERS_MAX) this.knownSenders.clear();
    this.knownSenders.set(sender.address, sender);
    return sender;
  }
}

function refusalOf(error: CodedError): ReplyEnvelope {
  const refusal = { ok: false as const, code: error.code, message: error.message };
  return error.detail === undefined ? refusal : { ...refusal, detail: error.detail };
}
