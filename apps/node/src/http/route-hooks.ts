// The hooks of each route beside its handler: limits, deadline, measurement.
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { NodeConfig } from '../config/options';
import { PEER_PATH } from '@chord-dht/transport';
import type { Deadlines, UnderWay } from './deadlines';
import type { RequestClock } from './request-clock';
import type { RouteTable } from './route-table';

/** Routes whose bodies are values; others have control bodies. */
const VALUE_ROUTES = new Set(['/db/:key', '/api/v1/keys/:key']);
const BATCH_ROUTE = '/api/v1/batch';
const BATCH_BYTES_MAX = 16 * 1024 * 1024;
/** Routes that must not exist for HEAD, because GET has side effects or never ends. */
const GET_ONLY_ROUTES = new Set(['/dht/leave', '/shutdown', '/api/v1/events', '/api/v1/watch']);
/** Joins and departures have deadlines of their own; the request ends this much later, in milliseconds. */
const GRACE_MS = 1_000;

declare module 'fastify' {
  interface FastifyReply {
    /** Set only while its request is in progress. */
    underWay: UnderWay | undefined;
  }
}

export interface RouteParts {
  readonly routes: RouteTable;
  readonly requests: RequestClock;
  readonly deadlines: Deadlines;
}

/** Has to be called before the first route is added. */
export function hookRoutes(server: FastifyInstance, config: NodeConfig, parts: RouteParts): void {
  server.decorateReply('underWay', undefined);
  server.addHook('onRoute', (route) => {
    if (route.method === 'GET' && !GET_ONLY_ROUTES.has(route.url)) answerHead(server, route);
    parts.routes.add(route.method, route.url);
    if (VALUE_ROUTES.has(route.url)) route.bodyLimit = config.valueBytesMax;
    if (route.url === BATCH_ROUTE) route.bodyLimit = BATCH_BYTES_MAX;
    if (route.url !== PEER_PATH) followRequests(route, deadlineMs(route.url, config), parts);
  });
}

function deadlineMs(url: string, config: NodeConfig): number {
  if (url.endsWith('/join')) return config.joinDeadlineMs + GRACE_MS;
  if (url.endsWith('/leave')) return config.leaveDeadlineMs + GRACE_MS;
  return config.handlerDeadlineMs;
}

/** The name of the route is read here, as finding it for each request is costly. */
function followRequests(
  route: RouteOptions,
  limitMs: number,
  { deadlines, requests }: RouteParts,
): void {
  route.preHandler = [
    ...[route.preHandler ?? []].flat(),
    (request, reply, done) => {
      reply.underWay = deadlines.began(reply, request.id, limitMs);
      done();
    },
  ];
  route.onResponse = [
    ...[route.onResponse ?? []].flat(),
    (request, reply, done) => {
      if (reply.underWay) deadlines.ended(reply.underWay);
      requests.answered(request.method, route.url, reply.statusCode, reply.elapsedTime);
      done();
    },
  ];
}

/**
 * HEAD is GET without the body, unless the route has a HEAD of its own. It is the same route with one method more:
 * Fastify would add another for all, and each takes its time at the start.
 */
function answerHead(server: FastifyInstance, route: RouteOptions): void {
  if (!server.hasRoute({ method: 'HEAD', url: route.url })) route.method = ['GET', 'HEAD'];
}
