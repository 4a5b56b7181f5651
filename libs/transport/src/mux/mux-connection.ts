// The caller's end of one connection: calls are sent as frames, replies arrive in any order.
import {
  ChordError,
  CodedError,
  sizeOf,
  type Address,
  type Envelope,
  type FrameDone,
  type FrameOptions,
  type OnFault,
  type Pieces,
  type ReplyEnvelope,
} from '@chord-dht/chord';
import { sendBytesCall } from '../frames/byte-frames';
import { decode, encode, packEnvelope, unpackRefusal, type Introduction } from '../peer/codec';
import { emptyFrame, FrameKind, HEAD_BYTES, writeHead } from '../frames/frames';
import { FrameLink } from '../frames/frame-link';
import { FrameOutbox } from '../frames/frame-outbox';
import { LinkWatch } from './link-watch';
import type { Upgraded } from './mux-dial';
import { OpenCalls, type CallEnds } from './open-calls';
import type { MuxProtocol } from '../peer/protocols';
import type { TransportLimits } from '../peer/transport-options';

const NOTHING = new Uint8Array(0);
/** In bytes: more than the head of a frame of bytes takes. */
const BYTES_ROOM = 320;

export interface MuxConnectionOptions {
  readonly limits: TransportLimits;
  /** The introduction of this end, sent once so that its messages need not repeat it. */
  readonly introduction: Introduction;
  readonly dial: (to: Address, signal: AbortSignal) => Promise<Upgraded>;
  /** The exchange before the first call; `done` gets the id of the callee within the frame that ends it. */
  readonly greet: (
    link: FrameLink,
    agreed: { readonly to: Address; readonly protocol: MuxProtocol },
    done: (calleeId: string) => void,
  ) => void;
  readonly onFault: OnFault;
  /** Called when a call of this connection has ended, with whatever result. */
  readonly onCallEnded: () => void;
  /** Called when this connection takes no more calls. */
  readonly onEnded: (connection: MuxConnection, reason: ChordError) => void;
}

export class MuxConnection {
  private readonly outbox = new FrameOutbox();
  private readonly calls: OpenCalls;
  private readonly dialling = new AbortController();
  private link: FrameLink | undefined;
  private watch: LinkWatch | undefined;
  private calleeId: string | undefined;
  private ended = false;
  private madeCalls = false;

  /** Dials at once; calls wait until the handshake is done. */
  constructor(
    readonly to: Address,
    private readonly options: MuxConnectionOptions,
  ) {
    this.calls = new OpenCalls(to, () => this.watch?.suspect(), options.onCallEnded);
    void this.connect();
  }

  /** True once calls are sent; none was sent before. */
  get isOpen(): boolean {
    return this.watch !== undefined;
  }

  /** See `Transport.request`. */
  request(envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    const number = this.calls.nextNumber();
    try {
      const frame = this.frameOf(envelope, number);
      const busy = this.whyBusy(frame.length);
      if (busy) return this.refuseCall(busy);
      this.outbox.add(frame);
    } catch (error) {
      return this.refuseCall(error);
    }
    this.madeCalls = true;
    return this.calls.wait(number, timeoutMs);
  }

  /**
   * See `FrameLane.call`.
   * @param onPart called with parts of the answer before `done` is
   */
  callBytes(
    to: Address,
    from: Address,
    bytes: Pieces,
    options: FrameOptions,
    done: FrameDone,
    onPart?: (bytes: Uint8Array) => void,
  ): void {
    const size = sizeOf(bytes);
    const busy = this.whyBusy(size) ?? this.whyTooLarge(size);
    if (busy) {
      this.options.onCallEnded();
      done(busy, NOTHING);
      return;
    }
    const number = this.calls.nextNumber();
    sendBytesCall(this.outbox, number, to, from, bytes, options);
    this.madeCalls = true;
    this.calls.add(number, options.timeoutMs, new BytesEnds(done, this.failureOf, onPart));
  }

  /** Calls back once, before the frames of this turn are sent. */
  beforeSending(task: () => void): void {
    this.outbox.beforeFlush(task);
  }

  private whyTooLarge(length: number): ChordError | undefined {
    const { messageBytesMax } = this.options.limits;
    if (length <= messageBytesMax - BYTES_ROOM) return undefined;
    const sentence = `A message of ${length} bytes is over the limit of ${messageBytesMax}.`;
    return new ChordError('MALFORMED', sentence);
  }

  /** Ends all its calls with `reason`. */
  async close(reason: ChordError): Promise<void> {
    this.end(reason);
    this.link?.finish(reason);
    await this.link?.closed();
  }

  private refuseCall(error: unknown): Promise<never> {
    this.options.onCallEnded();
    return Promise.reject(error);
  }

  private whyBusy(size: number): ChordError | undefined {
    const { inFlightMax, bufferedBytesMax, slicedBytesMax } = this.options.limits;
    if (this.calls.size >= inFlightMax)
      return new ChordError('BUSY', `${this.calls.size} calls wait for ${this.to} already.`);
    const isSliced = this.outbox.isSliced(size);
    const { bufferedBytes, slicedBytes } = this.outbox;
    const bytes = isSliced ? slicedBytes : bufferedBytes;
    if (bytes <= (isSliced ? slicedBytesMax : bufferedBytesMax)) return undefined;
    return new ChordError('BUSY', `${bytes} bytes wait to be sent to ${this.to}.`);
  }

  private frameOf(envelope: Envelope, number: number): Buffer {
    const packed = packEnvelope(envelope, this.options.introduction, this.calleeId);
    const frame = encode(packed, this.options.limits.messageBytesMax, HEAD_BYTES);
    return writeHead(frame, FrameKind.call, number);
  }

  private async connect(): Promise<void> {
    const { dialTimeoutMs } = this.options.limits;
    const tooLong = new ChordError(
      'UNREACHABLE',
      `${this.to} could not be reached within ${dialTimeoutMs} ms.`,
    );
    const timer = setTimeout(() => this.end(tooLong), dialTimeoutMs);
    try {
      const { socket, head, protocol } = await this.options.dial(this.to, this.dialling.signal);
      if (this.ended) socket.destroy();
      else this.shakeHands(new FrameLink(socket, this.outbox), head, protocol);
    } catch (error) {
      this.end(this.failureOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private readonly failureOf = (error: unknown): ChordError => {
    if (error instanceof ChordError) return error;
    this.options.onFault(error);
    return new ChordError(
      'INTERNAL',
      `The call of ${this.to} failed because of a defect of this node; its log has the reason.`,
    );
  };

  private shakeHands(link: FrameLink, head: Buffer, protocol: MuxProtocol): void {
    this.link = link;
    link.onFault = this.options.onFault;
    link.onEnd = (reason) => this.end(reason);
    link.speak(protocol);
    this.options.greet(link, { to: this.to, protocol }, (calleeId) => {
      this.calleeId = calleeId;
      link.allow(this.options.limits.messageBytesMax);
      link.onFrame = this.receive;
      this.watch = new LinkWatch(link, this.options.limits, this.isIdle);
      link.open();
    });
    link.start(head);
  }

  private readonly isIdle = (): boolean => {
    const idle = !this.madeCalls && this.calls.size === 0;
    this.madeCalls = false;
    return idle;
  };

  private readonly receive = (
    kind: number,
    call: number,
    source: Buffer,
    start: number,
    end: number,
  ): void => {
    switch (kind) {
      case FrameKind.bytesReply: {
        if (!this.calls.has(call)) return;
        const body = new Uint8Array(source.buffer, source.byteOffset + start, end - start);
        this.calls.answerBytes(call, body);
        return;
      }
      case FrameKind.bytesPart:
        this.calls.partBytes(call, source.subarray(start, end));
        return;
      case FrameKind.reply:
      case FrameKind.refusal:
        // No caller awaits a reply after the deadline.
        if (this.calls.has(call)) this.settle(kind, call, source, start, end);
        return;
      case FrameKind.ping:
        this.link?.send(emptyFrame(FrameKind.pong));
        return;
      default:
        // Signs of life, and frames of later versions.
        return;
    }
  };

  private settle(kind: number, call: number, source: Buffer, start: number, end: number): void {
    try {
      const value = decode(source, start, end);
      this.calls.answer(
        call,
        kind === FrameKind.reply ? { ok: true, body: value } : unpackRefusal(value),
      );
    } catch (error) {
      // The caller, which has the request, gets a defect unchanged.
      const failure =
        error instanceof CodedError
          ? new ChordError('MALFORMED', `The reply of ${this.to}: ${error.message}`)
          : error;
      this.calls.fail(call, failure);
    }
  }

  private end(reason: ChordError): void {
    if (this.ended) return;
    this.ended = true;
    this.watch?.stop();
    this.dialling.abort();
    // The pool first, so that calls which follow the failures dial anew.
    this.options.onEnded(this, reason);
    this.calls.failAll(reason);
  }
}

/** The end of a call of bytes. */
class BytesEnds implements CallEnds {
  constructor(
    private readonly done: FrameDone,
    private readonly failureOf: (error: unknown) => ChordError,
    readonly partBytes: ((bytes: Uint8Array) => void) | undefined,
  ) {}

  answeredBytes(bytes: Uint8Array): void {
    this.done(undefined, bytes);
  }

  answered(reply: ReplyEnvelope): void {
    if (reply.ok) this.done(undefined, reply.body as Uint8Array);
    else this.done(new CodedError(reply.code, reply.message, reply.detail), NOTHING);
  }

  failed(error: unknown): void {
    this.done(this.failureOf(error), NOTHING);
  }
}
