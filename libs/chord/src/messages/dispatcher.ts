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
  /** The time until the caller's deadline, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  readonly trace?: string | undefined;
}

/** Answers one message; a CodedError that it throws reaches the caller with its code. */
export type Handler = (body: unknown, from: NodeRef, context: MessageContext) => unknown;

/** A message of bytes from a known member; answered exactly once, with `reply` or `refuse`. */
export interface BytesCall {
  readonly from: NodeRef;
  readonly bytes: Uint8Array;
  /** The time until the caller's deadline, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  readonly trace?: string | undefined;
  /** Takes ownership of the bytes. */
  reply(bytes: Pieces): void;
  /** A CodedError reaches the caller with its code; anything else is a defect. */
  refuse(error: unknown): void;
}

export type BytesHandler = (call: BytesCall) => void;

/** The message that triggered a defect. */
export interface FaultContext {
  readonly type: string;
  /** The trace id of the client's request that it belongs to. */
  readonly trace?: string;
}

/** Called with each defect: a failure that is no CodedError. */
export type OnFault = (error: unknown, about?: FaultContext) => void;

export interface DispatcherOptions {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  /** Throws when the node does not answer messages of this type in its present state. */
  readonly admit: (type: string) => void;
  /** Called when a handler failed with something else than a CodedError. */
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

  /** Sets the handler of messages of bytes. Called once. */
  onBytes(handler: BytesHandler): void {
    this.bytesHandler = handler;
  }

  /** Answers a frame of a byte lane; the transport has verified that the sender is in this ring. */
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
