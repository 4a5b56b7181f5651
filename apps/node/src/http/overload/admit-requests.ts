// Admits requests and counts each until its answer is sent and its handler is done, also when its client has gone
// meanwhile.
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { NodeConfig } from '../../config/options';
import { PEER_PATH } from '@chord-dht/transport';
import { problemOfError } from '../problem/problem';
import { sendProblem } from '../problem/send-problem';
import type { Admission, Kind, Ticket } from './admission';

declare module 'fastify' {
  interface FastifyRequest {
    /** Only while the request counts. */
    ticket: Ticket | undefined;
  }
}

/**
 * Always answered: whoever watches over the node has to see it also when it has too much to do, an operator
 * has to be able to stop it, and the ring must not fall apart. Streams have a limit of their own.
 */
const ALWAYS =
  /^\/(health\/|metrics$|shutdown$|dht\/leave$|api\/v1\/ring\/leave$|api\/v1\/(?:events|watch)$|_test\/)/;
const KEYS = /^\/(db\/|api\/v1\/keys|api\/v1\/lookups\/)/;

/** Has to be called before the first route is there. */
export function admitRequests(
  server: FastifyInstance,
  admission: Admission,
  config: NodeConfig,
): void {
  server.decorateRequest('ticket', undefined);
  server.addHook('onRoute', (route) => {
    if (route.url === PEER_PATH || ALWAYS.test(route.url)) return;
    const kind: Kind = KEYS.test(route.url) ? 'keys' : 'views';
    askAtTheDoor(route, admission, kind, route.bodyLimit ?? config.valueBytesMax);
    holdWhileHandled(route, admission, kind);
  });
}

function askAtTheDoor(
  route: RouteOptions,
  admission: Admission,
  kind: Kind,
  bytesMax: number,
): void {
  route.onRequest = [
    ...[route.onRequest ?? []].flat(),
    (request, reply, done) => {
      try {
        const ticket = admission.enter(kind, bodyBytes(request, bytesMax));
        request.ticket = ticket;
        // Unlike the hook `onResponse` this also comes when the client goes away while it sends.
        reply.raw.once('close', () => admission.release(ticket));
        done();
      } catch (error) {
        const problem = problemOfError(error, String(request.id));
        if (problem) sendProblem(reply, problem);
        else done(error as Error);
      }
    },
  ];
  route.onSend = [
    ...[route.onSend ?? []].flat(),
    ({ ticket }, _reply, payload, done) => {
      if (ticket && Buffer.isBuffer(payload)) admission.grow(ticket, payload.length);
      done(null, payload);
    },
  ];
}

function holdWhileHandled(route: RouteOptions, admission: Admission, kind: Kind): void {
  const { handler } = route;
  route.handler = function (request, reply) {
    const { ticket } = request;
    const result: unknown = handler.call(this, request, reply);
    if (!ticket || !(result instanceof Promise)) return result;
    ticket.holders += 1;
    const startMs = performance.now();
    return result.finally(() => {
      // One that was given up waited for others and says nothing about how much this node can do.
      if (kind === 'keys' && reply.statusCode < 500) admission.served(performance.now() - startMs);
      admission.release(ticket);
    });
  };
}

/** A body of unknown length counts as the largest that there may be. */
function bodyBytes({ headers }: FastifyRequest, bytesMax: number): number {
  if (headers['transfer-encoding'] !== undefined) return bytesMax;
  return Math.min(Number(headers['content-length'] ?? 0) || 0, bytesMax);
}
