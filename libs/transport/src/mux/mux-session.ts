// Answers the calls of one caller in the order in which their handlers finish.
import type {
  Address,
  Envelope,
  EnvelopeHandler,
  FrameHandler,
  OnFault,
  Pieces,
  ReplyEnvelope,
} from '@chord-dht/chord';
import {
  answerFrame,
  readBytesCall,
  sendBytesReply,
  type FrameAnswers,
} from '../frames/byte-frames';
import { decode, encode, packRefusal, unpackEnvelope, type Introduction } from '../peer/codec';
import { emptyFrame, FrameKind, HEAD_BYTES, writeHead } from '../frames/frames';
import type { FrameLink } from '../frames/frame-link';
import { cutWhenSilent } from './link-watch';
import { answerWith, refusalOfMessage, refusalOfReply } from '../peer/refusals';
import type { TransportLimits } from '../peer/transport-options';

export interface MuxSessionOptions {
  readonly limits: TransportLimits;
  readonly self: Introduction;
  readonly handler: () => EnvelopeHandler | undefined;
  readonly frameHandler: () => FrameHandler | undefined;
  readonly onFault: OnFault;
}

/** A caller asks for a sign of life after one quiet period; two may pass until it arrives. */
const SILENT_PERIODS = 3;

export class MuxSession implements FrameAnswers {
  private working = 0;
  private paused = false;
  private ended = false;
  private readonly hosts: { readonly to: Address; readonly from: Address };
  private readonly isOfOurRing: boolean;

  constructor(
    private readonly link: FrameLink,
    private readonly caller: Introduction,
    private readonly options: MuxSessionOptions,
  ) {
    const { self } = options;
    const { version, ring } = caller;
    this.hosts = { to: self.from.address, from: caller.from.address };
    const isSameRing = ring.bits === self.ring.bits && ring.hash === self.ring.hash;
    this.isOfOurRing = version === self.version && isSameRing;
  }

  start(): void {
    const { link } = this;
    link.onFrame = this.receive;
    const stopWatch = cutWhenSilent(link, this.options.limits.pingMs * SILENT_PERIODS);
    link.onEnd = () => {
      this.ended = true;
      stopWatch();
    };
    link.socket.on('drain', () => {
      if (!this.paused) return;
      this.paused = false;
      link.socket.resume();
    });
  }

  private readonly receive = (
    kind: number,
    call: number,
    source: Buffer,
    start: number,
    end: number,
  ): void => {
    if (kind === FrameKind.bytes) this.workOnBytes(call, source, start, end);
    else if (kind === FrameKind.call) this.work(call, source, start, end);
    else if (kind === FrameKind.ping) this.send(emptyFrame(FrameKind.pong));
  };

  private work(call: number, source: Buffer, start: number, end: number): void {
    const { self, onFault } = this.options;
    const busy = this.whyBusy();
    if (busy !== undefined) {
      this.reply(call, { ok: false, code: 'BUSY', message: busy });
      return;
    }
    let envelope: Envelope;
    try {
      envelope = unpackEnvelope(decode(source, start, end), this.caller, self.from.id);
    } catch (error) {
      this.reply(call, refusalOfMessage(error, onFault));
      return;
    }
    this.working += 1;
    void answerWith(this.options.handler(), envelope, onFault).then((reply) => {
      this.working -= 1;
      if (!this.ended) this.reply(call, reply, envelope);
    });
  }

  private workOnBytes(call: number, source: Buffer, start: number, end: number): void {
    const { self, frameHandler, onFault } = this.options;
    const busy = this.whyBusy();
    if (busy !== undefined) return this.refuse(call, 'BUSY', busy);
    if (!this.isOfOurRing)
      return this.refuse(
        call,
        'INCOMPATIBLE',
        `${self.from.address} is in a ring of other parameters.`,
      );
    const frame = readBytesCall(
      source,
      { start, end, call, arrivedMs: this.link.heardMs },
      this.hosts,
      this,
    );
    if (!frame) return this.refuse(call, 'MALFORMED', 'The message is cut off.');
    this.working += 1;
    answerFrame(frameHandler(), frame, onFault);
  }

  /** Called by the frames of this session. */
  parted(call: number, bytes: Pieces): void {
    if (this.ended) return;
    sendBytesReply(this.link.outbox, call, bytes, FrameKind.bytesPart);
    this.slowDown();
  }

  /** Called by the frames of this session. */
  replied(call: number, bytes: Pieces): void {
    this.working -= 1;
    if (this.ended) return;
    sendBytesReply(this.link.outbox, call, bytes);
    this.slowDown();
  }

  /** Called by the frames of this session. */
  refused(call: number, code: string, message: string, detail: unknown): void {
    this.working -= 1;
    this.refuse(call, code, message, detail);
  }

  private refuse(call: number, code: string, message: string, detail?: unknown): void {
    if (!this.ended) this.reply(call, { ok: false, code, message, detail });
  }

  private whyBusy(): string | undefined {
    const { servedMax, slicedBytesMax } = this.options.limits;
    if (this.working >= servedMax) return `${this.working} calls are open.`;
    const { slicedBytes } = this.link;
    return slicedBytes > slicedBytesMax ? `${slicedBytes} bytes wait to be read.` : undefined;
  }

  private reply(call: number, reply: ReplyEnvelope, to?: Envelope): void {
    this.send(this.frameOf(call, reply, to));
  }

  private frameOf(call: number, reply: ReplyEnvelope, to: Envelope | undefined): Buffer {
    const { limits, onFault } = this.options;
    const { messageBytesMax } = limits;
    const kind = reply.ok ? FrameKind.reply : FrameKind.refusal;
    const value = reply.ok ? reply.body : packRefusal(reply);
    try {
      return writeHead(encode(value, messageBytesMax, HEAD_BYTES), kind, call);
    } catch (error) {
      const packed = packRefusal(refusalOfReply(error, to, onFault));
      return writeHead(encode(packed, messageBytesMax, HEAD_BYTES), FrameKind.refusal, call);
    }
  }

  private send(frame: Buffer): void {
    this.link.send(frame);
    this.slowDown();
  }

  /** Stops reading from a caller that does not take its replies, until it does. */
  private slowDown(): void {
    if (this.paused || this.link.bufferedBytes <= this.options.limits.bufferedBytesMax) return;
    this.paused = true;
    this.link.socket.pause();
  }
}
