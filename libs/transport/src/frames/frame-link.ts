// One socket that carries frames: sending, receiving, and its closing.
import type { Socket } from 'node:net';
import { ChordError, CodedError, codeOf } from '@chord-dht/chord';
import type { MuxProtocol } from '../peer/protocols';
import { encode } from '../peer/codec';
import { emptyFrame, FrameKind, HEAD_BYTES, writeHead } from './frames';
import { FrameOutbox } from './frame-outbox';
import { FrameReader, type OnFrame } from './frame-reader';

/** The most bytes of a frame before the handshake is done. */
const HANDSHAKE_BYTES_MAX = 4_096;
/** The time, in milliseconds, after which a link that has sent its last frame is cut, whatever the other side does. */
const FAREWELL_MS = 1_000;

export class FrameLink {
  /** Set by the present owner of the link. */
  onFrame: OnFrame = () => undefined;
  /** Called once, when the link is no longer usable. */
  onEnd: (reason: ChordError) => void = () => undefined;
  /** Called with a defect that ended the link. */
  onFault: (error: unknown) => void = () => undefined;
  /** The number of received chunks, as signs of life. */
  chunksHeard = 0;
  /** The time of the last chunk; read once for all its frames. */
  heardMs = 0;
  private ended = false;
  private readonly reader: FrameReader;

  constructor(
    readonly socket: Socket,
    readonly outbox: FrameOutbox = new FrameOutbox(),
  ) {
    this.reader = new FrameReader(
      HANDSHAKE_BYTES_MAX,
      (kind, call, source, start, end) => {
        if (kind === FrameKind.credit) this.outbox.credit(call);
        else this.onFrame(kind, call, source, start, end);
      },
      (bytes) => this.outbox.add(emptyFrame(FrameKind.credit, bytes)),
    );
    socket.setNoDelay(true);
    socket.setTimeout(0);
    socket.on('data', this.receive);
    socket.on('error', (error: NodeJS.ErrnoException) => this.end(broken(error.code)));
    socket.on('close', () => this.end(broken('closed by the other side')));
    socket.on('end', () => this.cut(broken('closed by the other side')));
  }

  /** Resolves when the socket is closed. */
  closed(): Promise<void> {
    const { socket } = this;
    if (socket.closed) return Promise.resolve();
    return new Promise((resolve) => socket.once('close', () => resolve()));
  }

  get remoteAddress(): string {
    return this.socket.remoteAddress ?? 'unknown';
  }

  /** See `FrameOutbox`. */
  get bufferedBytes(): number {
    return this.outbox.bufferedBytes;
  }

  get slicedBytes(): number {
    return this.outbox.slicedBytes;
  }

  /** Reads the bytes that followed the answer to the upgrade. */
  start(head: Buffer): void {
    if (head.length > 0) this.receive(head);
  }

  /** Sets the negotiated protocol; before `open`. */
  speak(protocol: MuxProtocol): void {
    if (protocol === 'chord-mux/1') this.outbox.sendWhole();
  }

  /** Ends the handshake: large payloads are allowed from now on. */
  allow(payloadBytesMax: number): void {
    this.reader.payloadBytesMax = payloadBytesMax;
  }

  /** See `FrameOutbox.add`. */
  send(frame: Buffer | readonly Buffer[]): void {
    this.outbox.add(frame);
  }

  /** Sends the frames of the handshake at once, ahead of calls that are waiting. */
  sendNow(kind: number, value: unknown): void {
    if (this.ended) return;
    this.socket.write(writeHead(encode(value, HANDSHAKE_BYTES_MAX, HEAD_BYTES), kind, 0));
  }

  /** Sends waiting frames from now on. */
  open(): void {
    this.outbox.attach(this.socket);
  }

  /** Sends the reason, then ends. */
  refuse(why: string, code = 'REFUSED'): void {
    this.sendNow(FrameKind.refused, [code, why]);
    this.finish(new ChordError('REFUSED', why));
  }

  /** Ends after the waiting frames have been sent. */
  finish(reason: ChordError): void {
    this.outbox.flushAll();
    this.socket.end();
    const timer = setTimeout(() => this.socket.destroy(), FAREWELL_MS);
    this.socket.once('close', () => clearTimeout(timer));
    this.end(reason);
  }

  /** Ends at once. */
  cut(reason: ChordError): void {
    this.end(reason);
    this.socket.destroy();
  }

  private readonly receive = (chunk: Buffer): void => {
    this.chunksHeard += 1;
    this.heardMs = performance.now();
    try {
      this.reader.push(chunk);
    } catch (error) {
      if (!(error instanceof CodedError)) this.onFault(error);
      const isMalformed = codeOf(error) === 'MALFORMED';
      this.cut(
        isMalformed
          ? new ChordError('MALFORMED', (error as Error).message)
          : new ChordError('INTERNAL', 'A defect of this node ended the connection.'),
      );
    }
  };

  private end(reason: ChordError): void {
    if (this.ended) return;
    this.ended = true;
    this.reader.stop();
    this.onEnd(reason);
  }
}

function broken(why: string | undefined): ChordError {
  return new ChordError('UNREACHABLE', `The connection broke (${why ?? 'unknown'}).`);
}
