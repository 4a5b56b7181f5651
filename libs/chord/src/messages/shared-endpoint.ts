// Shares one transport between the positions of a host: finds the addressee of a message, and reaches the positions
// of others. Messages between positions of one host use no connection.
import { ChordError, CodedError } from '../base/errors';
import type { Id } from '../id/between';
import type { Clock } from '../ports/clock';
import { joined, type Pieces } from '../ports/pieces';
import type {
  EnvelopeHandler,
  FrameDone,
  FrameHandler,
  FrameLane,
  FrameOptions,
  Transport,
} from '../ports/transport';
import type { Address, NodeRef } from '../id/node-ref';
import { hostOf } from '../ring/positions';
import { deepCopy } from './deep-copy';
import type { Envelope, ReplyEnvelope } from '../ports/envelope';

const NOTHING = new Uint8Array(0);

export class SharedEndpoint {
  private readonly byAddress = new Map<Address, EnvelopeHandler>();
  private readonly byId = new Map<Id, EnvelopeHandler>();
  private readonly frameHandlers = new Map<Address, FrameHandler>();
  private servesFrames = false;

  /**
   * @param host the address of this process
   * @param inner a transport without positions
   */
  constructor(
    private readonly host: Address,
    private readonly inner: Transport,
    private readonly clock: Clock,
  ) {}

  /** The transport of one position. Closing it leaves those of the others open. */
  at(position: NodeRef): Transport {
    return new PositionTransport(this, position, this.clock);
  }

  /** Closes the transport of the host; calls of its positions that are in flight end. */
  close(): Promise<void> {
    return this.inner.close();
  }

  /** For the positions: whether the transport has a lane of bytes. */
  get hasFrames(): boolean {
    return this.inner.frames !== undefined;
  }

  /** For the positions: answers bytes to this name from now on. */
  serveFrames(position: NodeRef, handler: FrameHandler): void {
    this.frameHandlers.set(position.address, handler);
    if (this.servesFrames) return;
    this.servesFrames = true;
    this.inner.frames?.serve((frame) => this.deliverFrame(frame));
  }

  /** For the positions. */
  carryFrame(
    to: Address,
    from: Address,
    bytes: Pieces,
    options: FrameOptions,
    done: FrameDone,
  ): void {
    if (hostOf(to) !== this.host) {
      this.inner.frames?.call(to, from, bytes, options, done);
      return;
    }
    void Promise.resolve().then(() =>
      this.deliverFrame({
        from,
        to,
        bytes: joined(bytes),
        deadlineMs: options.timeoutMs,
        trace: options.trace,
        reply: (answer) => done(undefined, joined(answer)),
        refuse: (code, message, detail) => done(new CodedError(code, message, detail), NOTHING),
      }),
    );
  }

  private deliverFrame(frame: Parameters<FrameHandler>[0]): void {
    const handler = this.frameHandlers.get(frame.to) ?? this.frameHandlers.get(this.host);
    if (handler) handler(frame);
    else frame.refuse('UNREACHABLE', `${this.host} answers no more.`);
  }

  /** For the positions: answers messages to this name from now on. */
  serve(position: NodeRef, handler: EnvelopeHandler): void {
    const isFirst = this.byAddress.size === 0;
    this.byAddress.set(position.address, handler);
    this.byId.set(position.id, handler);
    if (isFirst) this.inner.serve(this.receive);
  }

  /** For the positions. */
  forget(position: NodeRef): void {
    this.byAddress.delete(position.address);
    this.byId.delete(position.id);
    this.frameHandlers.delete(position.address);
  }

  /** For the positions. */
  carry(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    const host = hostOf(to);
    // A message to an address without an id goes over the network: another process of this name may answer there.
    return host === this.host && envelope.to !== null
      ? this.deliver(to, envelope)
      : this.inner.request(host, envelope, timeoutMs);
  }

  /** As over a network, neither side gets an object of the other. A defect reaches the caller unchanged. */
  private async deliver(to: Address, envelope: Envelope): Promise<ReplyEnvelope> {
    const handler = this.byAddress.get(to);
    if (!handler) throw new ChordError('UNREACHABLE', `There is no ${to} in this process.`);
    return deepCopy(await handler(copied(envelope)));
  }

  /** Gives a message without a receiver, or for one that is not here, to the host itself. */
  private readonly receive: EnvelopeHandler = async (envelope) => {
    const meant = envelope.to === null ? undefined : this.byId.get(envelope.to);
    const handler = meant ?? this.byAddress.get(this.host);
    if (handler) return handler(envelope);
    return { ok: false, code: 'UNREACHABLE', message: `${this.host} answers no more.` };
  };
}

class PositionTransport implements Transport {
  /** Callbacks that end each call in flight. */
  private readonly open = new Set<(error: ChordError) => void>();
  private closed = false;
  readonly frames: FrameLane | undefined;

  constructor(
    private readonly endpoint: SharedEndpoint,
    private readonly self: NodeRef,
    private readonly clock: Clock,
  ) {
    this.frames = endpoint.hasFrames ? this.frameLane() : undefined;
  }

  serve(handler: EnvelopeHandler): void {
    this.endpoint.serve(this.self, handler);
  }

  async request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    if (this.closed) throw closedAt(this.self);
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        if (!this.open.delete(fail)) return;
        cancel?.();
        settle();
      };
      const fail = (error: unknown): void => end(() => reject(error));
      this.open.add(fail);
      // The transport of the host enforces its own deadlines.
      const cancel =
        hostOf(to) === hostOf(this.self.address)
          ? this.clock.after(timeoutMs, () => fail(noReply(to, timeoutMs)))
          : undefined;
      this.endpoint.carry(to, envelope, timeoutMs).then((reply) => end(() => resolve(reply)), fail);
    });
  }

  private frameLane(): FrameLane {
    const { endpoint, self } = this;
    return {
      serve: (handler) => endpoint.serveFrames(self, handler),
      call: (to, from, bytes, options, done) => {
        if (this.closed) {
          done(closedAt(self), NOTHING);
          return;
        }
        endpoint.carryFrame(to, from, bytes, options, done);
      },
    };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.endpoint.forget(this.self);
    for (const fail of [...this.open]) fail(closedAt(this.self));
  }
}

function copied(envelope: Envelope): Envelope {
  try {
    return deepCopy(envelope);
  } catch (error) {
    throw new ChordError('MALFORMED', `The message cannot be sent: ${(error as Error).message}`);
  }
}

function closedAt({ address }: NodeRef): ChordError {
  return new ChordError('UNREACHABLE', `The transport of ${address} is closed.`);
}

function noReply(to: Address, timeoutMs: number): ChordError {
  return new ChordError('TIMEOUT', `${to} did not answer within ${Math.round(timeoutMs)} ms.`);
}
