// Admits requests and counts each until its answer is sent and its handler is done, even if its client has
// disconnected.
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { NodeConfig } from '../../config/options';
import { PEER_PATH } from '@chord-dht/transport';
import { problemOfError } from '../problem/problem';
import { sendProblem } from '../problem/send-problem';
import type { Admission, Kind, Ticket } from './admission';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set only while the request counts. */
    ticket: Ticket | undefined;
  }
}

/**
 * Always admitted: monitoring and an operator's stop have to work under overload, and the ring must not fall apart.
 * Streams have a limit of their own.
 */
const ALWAYS =
  /^\/(health\/|metrics$|shutdown$|dht\/leave$|api\/v1\/ring\/leave$|api\/v1\/(?:events|watch)$|_test\/)/;
const KEYS = /^\/(db\/|api\/v1\/keys|api\/v1\/lookups\/)/;

/** Has to be called before the first route is added. */
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
        // Unlike the hook `onResponse`, this event also occurs when the client disconnects while it sends.
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
    if (ticket && kind === 'keys') {
      try {
        admission.begin(ticket);
      } catch (error) {
        const problem = problemOfError(error, String(request.id));
        if (!problem) throw error;
        return sendProblem(reply, problem);
      }
    }
    const result: unknown = handler.call(this, request, reply);
    if (!ticket || !(result instanceof Promise)) return result;
    ticket.holders += 1;
    const startMs = performance.now();
    return result.finally(() => {
      admission.end(ticket);
      // A request at its deadline waited for other nodes: its duration is no measure of this node's capacity.
      if (kind === 'keys' && reply.statusCode < 500) admission.served(performance.now() - startMs);
      admission.release(ticket);
    });
  };
}

/** A body of unknown length counts as the largest allowed. */
function bodyBytes({ headers }: FastifyRequest, bytesMax: number): number {
  if (headers['transfer-encoding'] !== undefined) return bytesMax;
  return Math.min(Number(headers['content-length'] ?? 0) || 0, bytesMax);
}
