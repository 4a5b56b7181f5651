// Knows how a client whose body is too large comes to hear it: the rest is read and thrown away, for whoever is
// cut off while it sends never reads the answer; and one that asks first (Expect: 100-continue) need not send at all.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, RouteOptions } from 'fastify';
import { HttpError } from './problem/http-error';
import type { RouteTable } from './route-table';

/** More than this, or longer, nobody has to be listened to. */
const DRAINED_BYTES_MAX = 64 * 1024 * 1024;
const DRAINED_MS_MAX = 10_000;

const WITH_BODY = new Set(['PUT', 'POST', 'PATCH', 'DELETE']);

/** Has to be called before the first route is there. */
export function refuseTooLarge(server: FastifyInstance, routes: RouteTable): void {
  const asking = new WeakSet<IncomingMessage>();
  server.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (routes.methodsOf(request.url ?? '/').includes(request.method ?? '')) asking.add(request);
    else response.writeContinue();
    // Whoever is refused does not send its body: what comes next on this connection could be either.
    response.shouldKeepAlive = !asking.has(request);
    server.server.emit('request', request, response);
  });
  server.addHook('onRoute', (route) => {
    if (![route.method].flat().some((method) => WITH_BODY.has(method))) return;
    const bytesMax = route.bodyLimit ?? server.initialConfig.bodyLimit ?? Infinity;
    // After all that refuses a request by its head, and before its body is read.
    route.preParsing = [...[route.preParsing ?? []].flat(), check(bytesMax, asking)];
  });
}

function check(
  bytesMax: number,
  asking: WeakSet<IncomingMessage>,
): Extract<RouteOptions['preParsing'], (...args: never[]) => unknown> {
  return ({ raw }, { raw: response }, _payload, done): void => {
    if (Number(raw.headers['content-length'] ?? 0) > bytesMax)
      return done(new HttpError('BODY_TOO_LARGE', tooLarge(bytesMax)));
    if (asking.has(raw)) {
      response.shouldKeepAlive = true;
      response.writeContinue();
    }
    done();
  };
}

export function tooLarge(bytesMax: number): string {
  return `The body may have ${bytesMax} bytes at most; the limits are the options --value-bytes-max and --control-bytes-max of the node`;
}

/** Reads on beside an answer that is sent now, up to a bound; then the connection is cut. */
export function drainRest(reply: FastifyReply): void {
  const { raw: request } = reply.request;
  // Whoever has asked first and is refused sends nothing more.
  if (request.complete || request.headers.expect !== undefined) return;
  const isLast = !reply.raw.shouldKeepAlive;
  reply.raw.shouldKeepAlive = true;
  // Fastify would close while the client still sends.
  reply.removeHeader('connection');
  let left = DRAINED_BYTES_MAX;
  const cut = (): void => void request.socket.destroy();
  const timer = setTimeout(cut, DRAINED_MS_MAX).unref();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => {
    clearTimeout(timer);
    if (isLast) request.socket.end();
  });
  request.resume();
}
