// Accepts programs that use the ring and are no members of it, and passes their calls to the handler.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  ChordError,
  PROTOCOL_VERSION,
  type EnvelopeHandler,
  type IncomingFrame,
  type NodeRef,
  type OnFault,
  type RingParameters,
} from '@chord-dht/chord';
import { FrameLink } from '../frames/frame-link';
import { FrameKind } from '../frames/frames';
import { MuxSession } from '../mux/mux-session';
import type { Introduction } from '../peer/codec';
import { HeldUp } from '../peer/held-up';
import { TRANSPORT_LIMITS, type TransportLimits } from '../peer/transport-options';
import { refuseUpgrade, serveUpgrade } from '../peer/upgrades';
import { CLIENT_PATH, CLIENT_PROTOCOL, packWelcome } from './client-protocol';

/** The answer to a client that is refused. */
export interface ClientRefusal {
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
  /** Further header lines. */
  readonly fields?: string;
}

export interface ClientServerOptions<Guest> {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  /** Returns the client, for the handler of its calls, or the reason of its refusal. */
  readonly admit: (
    request: IncomingMessage,
  ) => { readonly guest: Guest; readonly inParts: boolean } | { readonly refusal: ClientRefusal };
  /** Answers one call, exactly once. */
  readonly handler: (frame: IncomingFrame, guest: Guest) => void;
  readonly onRefused: (refused: { readonly address: string; readonly why: string }) => void;
  readonly onFault: OnFault;
  readonly limits?: Partial<TransportLimits>;
}

const NO_MESSAGES: EnvelopeHandler = () =>
  Promise.resolve({
    ok: false,
    code: 'UNKNOWN_MESSAGE',
    message: 'Messages of members are not for clients.',
  });

export class ClientServer<Guest> {
  private readonly limits: TransportLimits;
  private readonly introduction: Introduction;
  private readonly links = new Set<FrameLink>();
  private readonly heldUp = new HeldUp();
  private closed = false;

  constructor(private readonly options: ClientServerOptions<Guest>) {
    const { self, ring } = options;
    this.limits = { ...TRANSPORT_LIMITS, ...options.limits };
    this.introduction = { version: PROTOCOL_VERSION, ring, from: self };
  }

  /** The number of connected clients. */
  get size(): number {
    return this.links.size;
  }

  /** Serves `GET /_client` with `Upgrade: chord-client/1`. */
  attach(server: Server): void {
    serveUpgrade(server, CLIENT_PATH, (request, socket, head) => {
      const verdict = this.judge(request);
      if ('refusal' in verdict) this.refuse(socket, verdict.refusal);
      else this.open(socket, head, verdict);
    });
  }

  /** Closes all connections after the pending replies have been sent. */
  async close(): Promise<void> {
    this.closed = true;
    this.heldUp.close();
    const links = [...this.links];
    const ends = links.map((link) => link.closed());
    for (const link of links) link.finish(new ChordError('UNREACHABLE', 'This node stops.'));
    await Promise.all(ends);
  }

  private judge(request: IncomingMessage): ReturnType<ClientServerOptions<Guest>['admit']> {
    if (this.closed || this.links.size >= this.limits.connectionsMax) return { refusal: FULL };
    if (request.method !== 'GET' || request.headers.upgrade !== CLIENT_PROTOCOL)
      return { refusal: OTHER_PROTOCOL };
    return this.options.admit(request);
  }

  private refuse(socket: Socket, refusal: ClientRefusal): void {
    const { status, code, sentence, fields = '' } = refusal;
    this.options.onRefused({ address: socket.remoteAddress ?? 'unknown', why: sentence });
    refuseUpgrade(socket, status, {
      fields,
      body: JSON.stringify({ status, code, detail: sentence }),
    });
  }

  private open(
    socket: Socket,
    head: Buffer,
    { guest, inParts }: { readonly guest: Guest; readonly inParts: boolean },
  ): void {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${CLIENT_PROTOCOL}\r\n\r\n`,
    );
    const { limits, introduction } = this;
    const { handler, onFault } = this.options;
    const link = new FrameLink(socket);
    link.onFault = onFault;
    this.links.add(link);
    socket.once('close', () => this.links.delete(link));
    link.sendNow(FrameKind.welcome, packWelcome({ ...introduction, inParts }));
    link.allow(limits.messageBytesMax);
    link.open();
    const answer = (frame: IncomingFrame): void =>
      this.heldUp.inTime(frame, (inTime) => handler(inTime, guest));
    new MuxSession(link, introduction, {
      ...{ limits, self: introduction, onFault },
      handler: () => NO_MESSAGES,
      frameHandler: () => answer,
    }).start();
    link.start(head);
  }
}

const FULL: ClientRefusal = {
  status: 503,
  code: 'OVERLOADED',
  sentence: 'This node takes no more clients of the binary protocol now.',
};

const OTHER_PROTOCOL: ClientRefusal = {
  status: 426,
  code: 'BAD_REQUEST',
  sentence: `This path is for clients that ask for Upgrade: ${CLIENT_PROTOCOL}.`,
  fields: `Upgrade: ${CLIENT_PROTOCOL}\r\n`,
};
