// Dispatches each message to its handler, and refuses envelopes that are not for this node.
import { ChordError, CodedError, defectAt } from '../base/errors';
import type { IdSpace } from '../id/id-space';
import type { Hasher } from '../ports/hasher';
import { type Address, type NodeRef, isMadeHere, nodeRefOf, readNodeRef } from '../id/node-ref';
import { joined, type Pieces } from '../ports/pieces';
import type { IncomingFrame } from '../ports/transport';
import {
  BYTES_MESSAGE,
  PROTOCOL_VERSION,
  type Envelope,
  type ReplyEnvelope,
  type RingParameters,
} from '../ports/envelope';

export interface MessageContext {
  /** How long the caller waits, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  readonly trace?: string | undefined;
}

/** Answers one message; a CodedError that it throws travels to the caller with its code. */
export type Handler = (body: unknown, from: NodeRef, context: MessageContext) => unknown;

/** Bytes of a member that is known; answered exactly once, by one of the last two. */
export interface BytesCall {
  readonly from: NodeRef;
  readonly bytes: Uint8Array;
  /** How long the caller waits, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  readonly trace?: string | undefined;
  /** Takes the bytes over. */
  reply(bytes: Pieces): void;
  /** A CodedError travels to the caller with its code; anything else is a defect. */
  refuse(error: unknown): void;
}

export type BytesHandler = (call: BytesCall) => void;

/** The message at which a defect showed. */
export interface FaultContext {
  readonly type: string;
  /** The request of a client that it belongs to. */
  readonly trace?: string;
}

/** Hears of defects: failures that no rule of ours raised. */
export type OnFault = (error: unknown, about?: FaultContext) => void;

export interface DispatcherOptions {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  /** Throws when the node answers no message of this type in its present state. */
  readonly admit: (type: string) => void;
  /** Hears of handlers that failed with something else than a CodedError. */
  readonly onFault: OnFault;
}

const KNOWN_SENDERS_MAX = 4_096;
const DEADLINE_MS_MAX = 60_000;

export class Dispatcher {
  private readonly handlers = new Map<string, Handler>();
  private readonly knownSenders = new Map<string, NodeRef>();
  private bytesHandler: BytesHandler | undefined;

  constructor(private readonly options: DispatcherOptions) {}

  on(type: string, handler: Handler): void {
    if (this.handlers.has(type)) throw new Error(`The message ${type} has a handler already.`);
    this.handlers.set(type, handler);
  }

  /** Who answers bytes. Called once. */
  onBytes(handler: BytesHandler): void {
    this.bytesHandler = handler;
  }

  /** Answers what came through a lane of bytes; the transport knows that the sender is of our ring. */
  readonly dispatchFrame = (frame: IncomingFrame): void => {
    try {
      this.takeBytes(new FramedCall(frame, this.senderAt(frame.from), this.refuseFrame));
    } catch (error) {
      this.refuseFrame(frame, error);
    }
  };

  private readonly refuseFrame = (frame: IncomingFrame, error: unknown): void => {
    const about = contextOf({ type: BYTES_MESSAGE, trace: frame.trace });
    const { code, message, detail } = this.refusalFor(error, about);
    frame.refuse(code, message, detail);
  };

  readonly dispatch = async (envelope: Envelope): Promise<ReplyEnvelope> => {
    try {
      const from = this.checked(envelope);
      this.options.admit(envelope.type);
      if (envelope.type === BYTES_MESSAGE) return await this.dispatchBytes(envelope, from);
      const handler = this.handlers.get(envelope.type);
      if (!handler)
        throw new ChordError('UNKNOWN_MESSAGE', 'This node knows no message of that type.');
      const deadlineMs = deadlineOf(envelope.deadlineMs);
      const body = await handler(envelope.body, from, { deadlineMs, trace: envelope.trace });
      return { ok: true, body: body ?? null };
    } catch (error) {
      return this.refusalFor(error, contextOf(envelope));
    }
  };

  private dispatchBytes(
    { body, deadlineMs, trace }: Envelope,
    from: NodeRef,
  ): Promise<ReplyEnvelope> {
    if (Object.prototype.toString.call(body) !== '[object Uint8Array]')
      throw new ChordError('MALFORMED', 'The message does not hold bytes.');
    return new Promise((resolve, reject) => {
      this.takeBytes({
        from,
        bytes: body as Uint8Array,
        deadlineMs: deadlineOf(deadlineMs),
        trace,
        reply: (bytes) => resolve({ ok: true, body: joined(bytes) }),
        refuse: reject,
      });
    });
  }

  private takeBytes(call: BytesCall): void {
    this.options.admit(BYTES_MESSAGE);
    if (!this.bytesHandler)
      throw new ChordError('UNKNOWN_MESSAGE', 'This node knows no message of bytes.');
    this.bytesHandler(call);
  }

  private refusalFor(error: unknown, about: FaultContext): Refusal {
    if (error instanceof CodedError) return refusalOf(error);
    this.options.onFault(error, about);
    const { address } = this.options.self;
    return { ok: false, code: 'INTERNAL', message: defectAt(address) };
  }

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
        `The node at this address is ${self.address}, not the one that was meant.`,
      );
    }
    return this.sender(envelope.from);
  }

  /** The sender, whose id must be the hash of its address. */
  private sender(value: unknown): NodeRef {
    const claimed = readNodeRef(value, this.options.space);
    if (!claimed) throw new ChordError('MALFORMED', 'The message names no sender.');
    if (isMadeHere(claimed)) return claimed;
    const sender = this.senderAt(claimed.address);
    if (sender.id !== claimed.id)
      throw new ChordError('MALFORMED', 'The id of the sender is not the hash of its address.');
    return sender;
  }

  private senderAt(address: Address): NodeRef {
    const known = this.knownSenders.get(address);
    if (known) return known;
    const sender = nodeRefOf(address, this.options.space, this.options.hasher);
    if (this.knownSenders.size >= KNOWN_SENDERS_MAX) this.knownSenders.clear();
    this.knownSenders.set(sender.address, sender);
    return sender;
  }
}

/** A frame whose sender is known. */
class FramedCall implements BytesCall {
  constructor(
    private readonly frame: IncomingFrame,
    readonly from: NodeRef,
    private readonly refused: (frame: IncomingFrame, error: unknown) => void,
  ) {}

  get bytes(): Uint8Array {
    return this.frame.bytes;
  }

  get deadlineMs(): number {
    return this.frame.deadlineMs;
  }

  get trace(): string | undefined {
    return this.frame.trace;
  }

  reply(bytes: Pieces): void {
    this.frame.reply(bytes);
  }

  refuse(error: unknown): void {
    this.refused(this.frame, error);
  }
}

type Refusal = ReplyEnvelope & { readonly ok: false };

function deadlineOf(claimedMs: unknown): number {
  return Math.min(DEADLINE_MS_MAX, Math.max(0, Number(claimedMs) || 0));
}

function contextOf({
  type,
  trace,
}: Pick<MessageContext, 'trace'> & { type: string }): FaultContext {
  return trace === undefined ? { type } : { type, trace };
}

function refusalOf(error: CodedError): Refusal {
  const refusal = { ok: false as const, code: error.code, message: error.message };
  return error.detail === undefined ? refusal : { ...refusal, detail: error.detail };
}
