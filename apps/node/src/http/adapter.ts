// Knows how the web server is set up: limits, raw bodies, request ids and the guard before everything.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { NodeConfig } from '../config/options';
import { PEER_PATH } from '../dht/transport/transport-options';
import type { ServicePhase } from '../lifecycle/phase';
import type { BrowserGuard } from './browser-guard';
import { codeOfForeign } from './problem/foreign-code';
import { problemOf } from './problem/problem';
import { PROBLEMS } from './problem/problem-table';
import { sendProblem } from './problem/send-problem';
import { answerClientError } from './client-error';
import type { RequestClock } from './request-clock';
import { requestIds } from './request-id';
import type { RouteTable } from './route-table';

declare module 'fastify' {
  interface FastifyRequest {
    /** The content type as the client declared it; bodies are raw bytes whatever it says. */
    declaredType: string | undefined;
  }
}

/** Longer than any key in its longest encoding, so that our own answer says what is wrong. */
const PARAMETER_LENGTH_MAX = 16_384;
const HEADER_BYTES_MAX = 16_384;
const HEADERS_MAX = 200;
const CONNECTIONS_CHECK_MS = 5_000;

/** Routes whose bodies are values; all others have control bodies. */
const VALUE_ROUTES = new Set(['/db/:key', '/api/v1/keys/:key']);
/** Routes that must not exist for HEAD, because GET does something or never ends. */
const GET_ONLY_ROUTES = new Set(['/dht/leave', '/shutdown', '/api/v1/events']);

export interface AdapterParts {
  readonly routes: RouteTable;
  readonly guard: BrowserGuard;
  readonly phase: ServicePhase;
  readonly requests: RequestClock;
}

export function createAdapter(config: NodeConfig, parts: AdapterParts): FastifyAdapter {
  const adapter = new FastifyAdapter({
    // Nothing here is Nest middleware, so the layer that runs it stays out of the request's way.
    skipMiddie: true,
    bodyLimit: config.controlBytesMax,
    requestTimeout: config.requestTimeoutMs,
    keepAliveTimeout: config.keepAliveTimeoutMs,
    handlerTimeout: config.handlerDeadlineMs,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    return503OnClosing: false,
    http: {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: config.headersTimeoutMs,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    },
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    genReqId: requestIds(),
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
  server.addHook('onRoute', (route) => {
    parts.routes.add(route.method, route.url);
    limitRoute(route, config);
    measureRoute(route, parts.requests);
    if (isReadable(route)) answerHead(server, route);
  });
  server.decorateRequest('declaredType', undefined);
  takeRawBodies(server);
  guardRequests(server, parts);
  return adapter;
}

function isReadable({ method, url }: RouteOptions): boolean {
  return method === 'GET' && !GET_ONLY_ROUTES.has(url);
}

/** HEAD is GET without the body, unless the route has a HEAD of its own; Fastify would add it for all. */
function answerHead(server: FastifyInstance, { url, handler }: RouteOptions): void {
  if (!server.hasRoute({ method: 'HEAD', url })) server.route({ method: 'HEAD', url, handler });
}

function limitRoute(route: RouteOptions, config: NodeConfig): void {
  if (VALUE_ROUTES.has(route.url)) route.bodyLimit = config.valueBytesMax;
  if (/\/join$/.test(route.url)) route.handlerTimeout = config.joinDeadlineMs + 1_000;
  if (/\/leave$/.test(route.url)) route.handlerTimeout = config.leaveDeadlineMs + 1_000;
}

/** Measured route by route, for the name of a route is known here and costly to ask for later. */
function measureRoute(route: RouteOptions, requests: RequestClock): void {
  const hooks = [route.onResponse ?? []].flat();
  route.onResponse = [
    ...hooks,
    (request, reply, done) => {
      requests.answered(request.method, route.url, reply.statusCode, reply.elapsedTime);
      done();
    },
  ];
}

/** One parser for everything: the bytes as they came. An endpoint that wants JSON parses it. */
function takeRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

function guardRequests(server: FastifyInstance, { guard, phase }: AdapterParts): void {
  server.addHook('onRequest', (request, reply, done) => {
    // Peers talk all the time; a stop does not wait for them.
    if (request.raw.url !== PEER_PATH) phase.requestBegan(request.raw);
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    neutraliseContentType(request);
    done(
      guard.checkHost(request.raw) ??
        guard.checkOrigin(request.raw, () => request.routeOptions.url),
    );
  });
  server.addHook('onResponse', (request, _reply, done) => {
    phase.requestEnded(request.raw);
    done();
  });
}

/** Fastify answers 415 to a content type that it cannot read; here it is only a label. */
function neutraliseContentType(request: FastifyRequest): void {
  const { headers } = request.raw;
  const declared = headers['content-type'];
  if (declared === undefined) return;
  request.declaredType = declared;
  headers['content-type'] = 'application/octet-stream';
}
