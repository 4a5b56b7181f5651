// The route by which peers send messages over HTTP.
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Address, Envelope, EnvelopeHandler, OnFault, ReplyEnvelope } from '@chord-dht/chord';
import { decode, encode, packRefusal, unpackEnvelope } from '../peer/codec';
import { MESSAGE_TYPE } from './http-client';
import { PROOF_HEADER, RequestChecker, signReply } from './http-signature';
import type { PeerSecret } from '../peer/peer-secret';
import { answerWith, refusalOfMessage, refusalOfReply } from '../peer/refusals';
import { faultOfCaller, type PeerTls } from '../peer/peer-tls';
import {
  PEER_PATH,
  type Accept,
  type RefusedPeer,
  type TransportLimits,
} from '../peer/transport-options';

export interface HttpPeerRouteOptions {
  readonly limits: TransportLimits;
  readonly secret: PeerSecret | undefined;
  readonly accept: Accept;
  readonly tls: PeerTls | undefined;
  readonly onRefused: (refused: RefusedPeer) => void;
  readonly handler: () => EnvelopeHandler | undefined;
  readonly onFault: OnFault;
}

/** A message, or the answer to one that cannot be read. */
type Read = { readonly to: Envelope } | { readonly answer: ReplyEnvelope };

export class HttpPeerRoute {
  private readonly checker: RequestChecker | undefined;
  /** The connections of callers that await a reply. */
  private readonly waiting = new Map<FastifyRequest, Socket>();
  private readonly proven = new WeakMap<Socket, Set<Address>>();
  private closed = false;

  constructor(private readonly options: HttpPeerRouteOptions) {
    const { secret, limits } = options;
    this.checker = secret && new RequestChecker(secret, limits.clockSkewMsMax);
  }

  /** In a scope of its own, so that no other parser handles the bytes of the messages. */
  register(fastify: FastifyInstance): void {
    const bodyLimit = this.options.limits.messageBytesMax;
    void fastify.register(async (scope: FastifyInstance) => {
      scope.removeAllContentTypeParsers();
      const keep = (
        _request: FastifyRequest,
        body: Buffer,
        done: (e: null, body: Buffer) => void,
      ): void => done(null, body);
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, keep);
      scope.post(PEER_PATH, { bodyLimit }, (request, reply) => this.receive(request, reply));
    });
  }

  /** Breaks the connections of all callers that await a reply. */
  close(): void {
    this.closed = true;
    for (const socket of this.waiting.values()) socket.destroy();
    this.waiting.clear();
  }

  private async receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { accept, limits } = this.options;
    if (this.closed || this.waiting.size >= limits.servedMax) return reply.code(503).send();
    const verdict = accept(request.raw);
    if (verdict !== true) return this.refuse(request, reply, verdict, `HTTP ${verdict}`);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const checked = this.checkSignature(request, body);
    if ('wrong' in checked) return this.refuse(request, reply, 401, checked.wrong);
    const from = this.read(body);
    const fault = 'to' in from ? this.faultOf(request, from.to) : undefined;
    if (fault !== undefined) return this.refuse(request, reply, 401, fault);
    this.waiting.set(request, request.raw.socket);
    try {
      const { answer, to } = await this.answer(from);
      return this.send(reply, this.encoded(answer, to), checked.nonce);
    } finally {
      this.waiting.delete(request);
    }
  }

  private checkSignature(
    request: FastifyRequest,
    body: Buffer,
  ): { nonce: string } | { wrong: string } {
    const { method, headers, url } = request;
    if (!this.checker) return { nonce: '' };
    const signed = { method, authority: headers.host ?? '', target: url, body };
    return this.checker.check(signed, headers, Date.now());
  }

  private read(body: Buffer): Read {
    try {
      return { to: unpackEnvelope(decode(body)) };
    } catch (error) {
      return { answer: refusalOfMessage(error, this.options.onFault) };
    }
  }

  private async answer(read: Read): Promise<{ answer: ReplyEnvelope; to?: Envelope }> {
    if ('answer' in read) return read;
    const { to } = read;
    const { handler, onFault } = this.options;
    return { answer: await answerWith(handler(), to, onFault), to };
  }

  /** Checks a connection once for each sender that its messages name. */
  private faultOf({ raw: { socket } }: FastifyRequest, { from }: Envelope): string | undefined {
    if (!this.options.tls?.isMutual) return undefined;
    const names = this.proven.get(socket) ?? new Set();
    if (names.has(from.address)) return undefined;
    const fault = faultOfCaller(socket, from.address);
    if (fault === undefined) this.proven.set(socket, names.add(from.address));
    return fault;
  }

  private send(reply: FastifyReply, body: Buffer, nonce: string): FastifyReply {
    const { secret } = this.options;
    if (secret) reply.header(PROOF_HEADER, signReply(secret, nonce, 200, body));
    return reply.code(200).type(MESSAGE_TYPE).send(body);
  }

  private encoded(answer: ReplyEnvelope, to: Envelope | undefined): Buffer {
    const { messageBytesMax } = this.options.limits;
    try {
      return encode(
        answer.ok ? [true, answer.body] : [false, ...packRefusal(answer)],
        messageBytesMax,
      );
    } catch (error) {
      const refusal = refusalOfReply(error, to, this.options.onFault);
      return encode([false, ...packRefusal(refusal)], messageBytesMax);
    }
  }

  private refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    why: string,
  ): FastifyReply {
    this.options.onRefused({
      direction: 'in',
      address: request.raw.socket.remoteAddress ?? 'unknown',
      why,
    });
    return reply.code(status).type('text/plain').send(why);
  }
}
