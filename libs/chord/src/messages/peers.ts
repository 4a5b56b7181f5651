// Calls another member: envelope, deadline, and the meaning of an answer. The content is the caller's.
import {
  ChordError,
  CodedError,
  CHORD_ERROR_CODES,
  defectAt,
  isSilence,
  type ChordErrorCode,
} from '../base/errors';
import type { Emitter, RingEvent } from '../base/events';
import type { Clock } from '../ports/clock';
import { joined, type Pieces } from '../ports/pieces';
import type { FrameDone, FrameOptions, Transport } from '../ports/transport';
import { type Address, type NodeRef, isArtificial } from '../id/node-ref';
import { hostOf } from '../ring/positions';
import {
  BYTES_MESSAGE,
  PROTOCOL_VERSION,
  type Envelope,
  type ReplyEnvelope,
  type RingParameters,
} from '../ports/envelope';
import type { OnFault } from './dispatcher';
import type { RoundTrips } from './round-trips';

/** The typed table of the messages of one layer. */
export type MessageTable = Record<string, { request: unknown; reply: unknown }>;

export interface CallOptions {
  /** The timeout; by default derived from the measured round trips of the peer. */
  readonly timeoutMs?: number;
  /** The rest of an enclosing deadline. */
  readonly atMostMs?: number;
  readonly trace?: string | undefined;
}

/** Sends one message of a table and resolves to its reply as the peer sent it, unchecked. */
export type Caller<Table extends MessageTable> = <Type extends keyof Table & string>(
  to: NodeRef,
  type: Type,
  body: Table[Type]['request'],
  options?: CallOptions,
) => Promise<unknown>;

/** Called once with the result of a call of bytes. */
export type BytesDone = FrameDone;

const NOTHING = new Uint8Array(0);

export interface PeersOptions {
  readonly self: NodeRef;
  /** Makes the NodeRef of an address, whose id is the hash of it. */
  readonly nodeOf: (address: string) => NodeRef;
  readonly ring: RingParameters;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly roundTrips: RoundTrips;
  readonly events: Emitter<RingEvent>;
  readonly onFault: OnFault;
}

export class Peers {
  constructor(private readonly options: PeersOptions) {}

  /** The calls of one layer, checked against its table. */
  caller<Table extends MessageTable>(): Caller<Table> {
    return (to, type, body, options) => this.call(to, type, body, options);
  }

  /**
   * Sends one message and waits for the reply.
   * @throws ChordError when the peer cannot be reached or refuses; CodedError with the code of the
   *   upper layer when its handler refused.
   */
  async call(
    to: NodeRef,
    type: string,
    body: unknown,
    options: CallOptions = {},
  ): Promise<unknown> {
    if (isArtificial(to))
      throw new ChordError('UNREACHABLE', 'A padding entry of a successor list has no address.');
    const { transport, clock, roundTrips } = this.options;
    const { atMostMs = Infinity } = options;
    const timeoutMs = Math.min(options.timeoutMs ?? roundTrips.deadlineMs(to.address), atMostMs);
    const startedMs = clock.nowMs();
    try {
      const reply = await transport.request(
        to.address,
        this.envelope(to.id, type, body, timeoutMs, options.trace),
        timeoutMs,
      );
      if (options.timeoutMs === undefined)
        roundTrips.measured(to.address, clock.nowMs() - startedMs);
      if (reply.ok) return reply.body;
      throw refusal(reply.code, reply.message, reply.detail);
    } catch (error) {
      if (isSilence(error)) this.failed(to, error as CodedError);
      throw error;
    }
  }

  /** The smoothed response time of each peer that is called, in milliseconds. */
  roundTrips(): readonly { readonly peer: Address; readonly ms: number }[] {
    return this.options.roundTrips.all();
  }

  private failed(to: NodeRef, { code }: CodedError): void {
    this.options.roundTrips.forget(to.address);
    this.options.events.emit({ type: 'peer-failed', node: to, code });
  }

  /**
   * Sends bytes, which must not change afterwards. Calls `done` once with the answer, or with an error as `call` throws
   * it.
   */
  callBytes(to: NodeRef, bytes: Pieces, options: FrameOptions, done: BytesDone): void {
    const { transport, self } = this.options;
    const { timeoutMs, trace } = options;
    const { frames } = transport;
    const ended: BytesDone = (error, reply) => {
      if (!error) return done(undefined, reply);
      const failure = error instanceof ChordError ? error : refusalOf(error);
      if (isSilence(failure)) this.failed(to, failure);
      done(failure, NOTHING);
    };
    if (frames) return frames.call(to.address, self.address, bytes, options, ended);
    const envelope = this.envelope(to.id, BYTES_MESSAGE, joined(bytes), timeoutMs, trace);
    transport.request(to.address, envelope, timeoutMs).then(
      (reply) => ended(...outcomeOf(reply)),
      (error: unknown) => ended(this.codedOf(error, trace), NOTHING),
    );
  }

  private codedOf(error: unknown, trace: string | undefined): CodedError {
    if (error instanceof CodedError) return error;
    const { onFault, self } = this.options;
    onFault(error, trace === undefined ? { type: BYTES_MESSAGE } : { type: BYTES_MESSAGE, trace });
    return new ChordError('INTERNAL', defectAt(self.address));
  }

  /**
   * Sends to a peer of which only the address is known.
   * @throws as `call`
   */
  async callAddress(
    address: string,
    type: string,
    body: unknown,
    timeoutMs: number,
  ): Promise<unknown> {
    const { transport, nodeOf } = this.options;
    // A host may be reachable by several names, but only its own one names its further positions.
    const receiver = hostOf(address) === address ? null : nodeOf(address).id;
    const reply = await transport.request(
      address,
      this.envelope(receiver, type, body, timeoutMs),
      timeoutMs,
    );
    if (reply.ok) return reply.body;
    throw refusal(reply.code, reply.message, reply.detail);
  }

  private envelope(
    to: string | null,
    type: string,
    body: unknown,
    deadlineMs: number,
    trace?: string,
  ): Envelope {
    const { self, ring } = this.options;
    const envelope = { version: PROTOCOL_VERSION, ring, from: self, to, type, body, deadlineMs };
    return trace === undefined ? envelope : { ...envelope, trace };
  }
}

const CHORD_CODES: ReadonlySet<string> = new Set(CHORD_ERROR_CODES);

function refusal(code: string, message: string, detail: unknown): CodedError {
  return CHORD_CODES.has(code)
    ? new ChordError(code as ChordErrorCode, message, detail)
    : new CodedError(code, message, detail);
}

function refusalOf({ code, message, detail }: CodedError): CodedError {
  return refusal(code, message, detail);
}

function outcomeOf(reply: ReplyEnvelope): Parameters<BytesDone> {
  if (!reply.ok) return [refusal(reply.code, reply.message, reply.detail), NOTHING];
  const isBytes = Object.prototype.toString.call(reply.body) === '[object Uint8Array]';
  if (isBytes) return [undefined, reply.body as Uint8Array];
  return [new ChordError('MALFORMED', 'The peer did not answer with bytes.'), NOTHING];
}
