// Creates the web server: limits, raw bodies, request ids, and the first check of each request.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { IncomingMessage, ServerOptions } from 'node:http';
import type { ServerOptions as TlsServerOptions } from 'node:https';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { NodeConfig } from '../config/options';
import { controlAccess, type AccessControl } from '../access/access-control';
import { PEER_PATH } from '@chord-dht/transport';
import type { ServedRequest, ServicePhase } from '@chord-dht/nest';
import type { BrowserGuard } from '../http/browser-guard';
import { shareWithOrigins } from '../http/cors';
import { answerClientError } from '../http/client-error';
import type { Deadlines } from '../http/deadlines';
import type { Admission } from '../http/overload/admission';
import type { ClientLimits } from '../http/overload/client-limits';
import { limitClients } from '../http/overload/limit-clients';
import { admitRequests } from '../http/overload/admit-requests';
import { codeOfForeign } from '../http/problem/foreign-code';
import { refuseWhatIsNotHonoured } from '../http/honoured';
import { problemOf } from '../http/problem/problem';
import { PROBLEMS } from '../http/problem/problem-table';
import { sendProblem } from '../http/problem/send-problem';
import type { RequestClock } from '../http/request-clock';
import { checkHead, hearExpectations } from '../http/request-head';
import { hookRoutes } from '../http/route-hooks';
import { refuseTooLarge } from '../http/too-large';
import { TLS_MIN_VERSION, type WatchedTls } from '../http/watched-tls';
import type { RouteTable } from '../http/route-table';
import { RequestSpans } from '../tracing/request-spans';
import { findTracer } from '../tracing/tracer';

declare module 'fastify' {
  interface FastifyRequest {
    /** The content type as the client declared it; bodies are raw bytes in any case. */
    declaredType: string | undefined;
    /** `undefined` for requests of peers. */
    served: ServedRequest | undefined;
  }
}

/** Longer than any key in its longest encoding, so that the node's own check reports the fault. */
const PARAMETER_LENGTH_MAX = 16_384;
const HEADER_BYTES_MAX = 16_384;
const HEADERS_MAX = 200;
const CONNECTIONS_CHECK_MS = 5_000;

export interface AdapterParts {
  readonly routes: RouteTable;
  readonly guard: BrowserGuard;
  readonly access: AccessControl;
  readonly tls: WatchedTls | undefined;
  readonly phase: ServicePhase;
  readonly requests: RequestClock;
  readonly deadlines: Deadlines;
  /** The id of a request that is not traced. */
  readonly idOf: (request: IncomingMessage) => string;
  readonly admission: Admission;
  readonly limits: ClientLimits;
}

export function createAdapter(config: NodeConfig, parts: AdapterParts): FastifyAdapter {
  const tracer = findTracer();
  const spans = tracer && new RequestSpans(tracer, parts.idOf);
  const adapter = new FastifyAdapter({
    // There is no Nest middleware here, so the layer that runs it is left out.
    skipMiddie: true,
    bodyLimit: config.controlBytesMax,
    requestTimeout: config.requestTimeoutMs,
    keepAliveTimeout: config.keepAliveTimeoutMs,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    return503OnClosing: false,
    ...serverOptions(config, parts.tls),
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    genReqId: spans?.begin ?? parts.idOf,
    // Raised by the router, before any hook or filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const code = codeOfForeign(error) ?? 'BAD_REQUEST';
      sendProblem(reply, problemOf(code, PROBLEMS[code].title, String(request.id)));
    },
    clientErrorHandler: answerClientError,
  });
  const server = adapter.getInstance<FastifyInstance>();
  server.server.maxHeadersCount = HEADERS_MAX;
  server.server.maxConnections = config.connectionsMax;
  spans?.attach(server);
  hookRoutes(server, config, parts);
  admitRequests(server, parts.admission, config);
  refuseWhatIsNotHonoured(server);
  refuseTooLarge(server, parts.routes);
  hearExpectations(server.server);
  server.decorateRequest('declaredType', undefined);
  server.decorateRequest('served', undefined);
  takeRawBodies(server);
  guardRequests(server, parts);
  shareWithOrigins(server, parts.guard);
  limitClients(server, config, parts.limits);
  controlAccess(server, parts.access, PEER_PATH);
  return adapter;
}

function serverOptions(
  config: NodeConfig,
  tls: WatchedTls | undefined,
): { http: ServerOptions } | { https: TlsServerOptions } {
  const http: ServerOptions = {
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: config.headersTimeoutMs,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    // The node's own check reports the fault, and accepts old health checks over HTTP/1.0.
    requireHostHeader: false,
  };
  if (!tls) return { http };
  return {
    https: {
      ...http,
      ...tls.current,
      minVersion: TLS_MIN_VERSION,
      // The limits of HTTP do not apply before the handshake; Node's default is two minutes.
      handshakeTimeout: config.headersTimeoutMs,
      // Clients need no certificate: only peers are asked for one, once they have identified themselves as such.
      requestCert: tls.isMutual,
      rejectUnauthorized: false,
    },
  };
}

/** One parser for everything: the raw bytes. An endpoint that takes JSON parses it. */
function takeRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

function guardRequests(server: FastifyInstance, { guard, phase }: AdapterParts): void {
  server.addHook('onRequest', (request, reply, done) => {
    // Peers send messages all the time; a stop does not wait for them.
    if (request.raw.url !== PEER_PATH) {
      const served = phase.requestBegan();
      request.served = served;
      // Unlike the hook `onResponse`, this event also occurs when the client disconnects while it sends.
      reply.raw.once('close', () => phase.requestEnded(served));
    }
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    neutraliseContentType(request);
    done(
      checkHead(request.raw, guard) ??
        guard.checkOrigin(request.raw, () => request.routeOptions.url),
    );
  });
}

/** Fastify answers 415 to a content type that it cannot parse; here it is only a label. */
function neutraliseContentType(request: FastifyRequest): void {
  const { headers } = request.raw;
  const declared = headers['content-type'];
  if (declared === undefined) return;
  request.declaredType = declared;
  headers['content-type'] = 'application/octet-stream';
}
