// The transport `http`: every call is one POST. Slower than `mux`, and compatible with any proxy.
import type { FastifyInstance } from 'fastify';
import {
  ChordError,
  type Address,
  type Envelope,
  type EnvelopeHandler,
  type ReplyEnvelope,
  type Transport,
} from '@chord-dht/chord';
import { TargetCache } from '../address/target-cache';
import { decode, encode, packEnvelope, unpackRefusal } from '../peer/codec';
import {
  createPeerHttp,
  post,
  TlsAgents,
  type PeerHttp,
  type PostOptions,
  type PostReply,
} from './http-client';
import { HttpPeerRoute } from './http-peer-route';
import { isSignedReply, PROOF_HEADER, signRequest } from './http-signature';
import { PeerSecret } from '../peer/peer-secret';
import {
  PEER_PATH,
  TRANSPORT_LIMITS,
  type RefusedPeer,
  type TransportLimits,
  type TransportOptions,
} from '../peer/transport-options';

export interface HttpTransportOptions extends TransportOptions {
  /** By default the transport creates its own. */
  readonly http?: PeerHttp | undefined;
}

export class HttpTransport implements Transport {
  private readonly limits: TransportLimits;
  private readonly http: PeerHttp;
  private readonly secret: PeerSecret | undefined;
  private readonly agents: TlsAgents | undefined;
  private readonly targets: TargetCache;
  private readonly route: HttpPeerRoute;
  private readonly onRefused: (refused: RefusedPeer) => void;
  private readonly openCalls = new Map<Address, Set<AbortController>>();
  private inFlight = 0;
  private handler: EnvelopeHandler | undefined;
  private closed = false;

  constructor(options: HttpTransportOptions) {
    this.limits = { ...TRANSPORT_LIMITS, ...options.limits };
    this.http = options.http ?? createPeerHttp(this.limits);
    this.secret = options.secret === undefined ? undefined : new PeerSecret(options.secret);
    this.agents = options.tls && new TlsAgents(options.tls, this.limits);
    this.targets = new TargetCache(options.policy, options.lookup);
    this.onRefused = options.onRefused ?? (() => undefined);
    this.route = new HttpPeerRoute({
      limits: this.limits,
      secret: this.secret,
      accept: options.accept ?? (() => true),
      tls: options.tls,
      onRefused: this.onRefused,
      onFault: options.onFault ?? (() => undefined),
      handler: () => this.handler,
    });
  }

  /** Serves peers as a route of the node's own HTTP server; before that listens. */
  attach(fastify: FastifyInstance): void {
    this.route.register(fastify);
  }

  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }

  async request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    if (this.closed) throw new ChordError('UNREACHABLE', 'The transport is closed.');
    const open = this.openCalls.get(to) ?? new Set();
    this.checkBusy(to, open.size);
    const body = encode(packEnvelope(envelope), this.limits.messageBytesMax);
    const call = new AbortController();
    this.openCalls.set(to, open.add(call));
    this.inFlight += 1;
    const timer = setTimeout(() => call.abort(timeout(to, timeoutMs)), timeoutMs);
    try {
      return await this.send(to, body, call.signal);
    } catch (error) {
      throw call.signal.aborted ? call.signal.reason : error;
    } finally {
      clearTimeout(timer);
      this.inFlight -= 1;
      open.delete(call);
      if (open.size === 0) this.openCalls.delete(to);
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const reason = new ChordError('UNREACHABLE', 'The transport is closed.');
    for (const open of this.openCalls.values()) for (const call of open) call.abort(reason);
    this.http.axiosRef.defaults.httpAgent?.destroy();
    this.agents?.close();
    this.route.close();
  }

  private checkBusy(to: Address, open: number): void {
    if (open >= this.limits.inFlightMax) {
      throw new ChordError('BUSY', `${open} calls wait for ${to} already.`);
    }
    if (this.inFlight >= this.limits.inFlightTotalMax) {
      throw new ChordError('BUSY', `${this.inFlight} calls wait already.`);
    }
  }

  private async send(to: Address, body: Buffer, signal: AbortSignal): Promise<ReplyEnvelope> {
    const request = { method: 'POST', authority: to, target: PEER_PATH, body };
    const signed = this.secret && signRequest(this.secret, request, Date.now());
    const headers = signed?.headers ?? {};
    const reply = await this.postToFirst(to, {
      ...{ authority: to, headers, body, signal },
      agent: this.agents?.current,
    });
    this.checkReply(to, reply, signed?.nonce);
    return unpackReply(decode(reply.body));
  }

  /** Tries the addresses of the peer in turn, while nothing listens there. */
  private async postToFirst(to: Address, options: PostOptions): Promise<PostReply> {
    const targets = await this.targets.targetsOf(to);
    let failure: unknown;
    for (const target of targets) {
      try {
        const reply = await post(this.http, target, options);
        this.targets.prefer(to, targets, target);
        return reply;
      } catch (error) {
        failure = error;
        const { code, message } = error as ChordError;
        if (code === 'REFUSED') this.onRefused({ direction: 'out', address: to, why: message });
        if ((error as ChordError).detail !== 'not-connected') break;
      }
    }
    throw failure;
  }

  private checkReply(to: Address, { status, header, body }: PostReply, nonce?: string): void {
    if (status === 401 || status === 403 || status === 421) {
      const why = status === 401 ? body.toString('utf8').slice(0, 200) : `HTTP ${status}`;
      throw this.refused(to, `${to} refuses this node: ${why}`);
    }
    if (status === 429 || status === 503) {
      throw new ChordError('BUSY', `${to} takes no more messages (HTTP ${status}).`);
    }
    if (status !== 200) {
      throw new ChordError(
        'MALFORMED',
        `No member with the transport http answers at ${to} (HTTP ${status}).`,
      );
    }
    if (!this.secret || nonce === undefined) return;
    if (!isSignedReply(this.secret, header(PROOF_HEADER), nonce, status, body)) {
      throw this.refused(to, `${to} does not show that it knows the peer secret.`);
    }
  }

  private refused(to: Address, why: string): ChordError {
    this.onRefused({ direction: 'out', address: to, why });
    return new ChordError('REFUSED', why);
  }
}

/** `[true, body]` or `[false, code, message, detail?]`. */
function unpackReply(packed: unknown): ReplyEnvelope {
  if (Array.isArray(packed) && packed[0] === true) return { ok: true, body: packed[1] };
  return unpackRefusal(Array.isArray(packed) ? packed.slice(1) : packed);
}

function timeout(to: Address, timeoutMs: number): ChordError {
  return new ChordError('TIMEOUT', `${to} did not answer within ${Math.round(timeoutMs)} ms.`);
}
