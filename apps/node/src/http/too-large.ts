// Refuses a body that is too large before it is read; a client that asks first (Expect: 100-continue) need not send
// it at all.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { HttpError } from './problem/http-error';
import type { RouteTable } from './route-table';

const WITH_BODY = new Set(['PUT', 'POST', 'PATCH', 'DELETE']);

/** Has to be called before the first route is added. */
export function refuseTooLarge(server: FastifyInstance, routes: RouteTable): void {
  const asking = new WeakSet<IncomingMessage>();
  server.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (routes.methodsOf(request.url ?? '/').includes(request.method ?? '')) asking.add(request);
    else response.writeContinue();
    // A refused client may or may not send its body: the next bytes on this connection are ambiguous.
    response.shouldKeepAlive = !asking.has(request);
    server.server.emit('request', request, response);
  });
  server.addHook('onRoute', (route) => {
    if (![route.method].flat().some((method) => WITH_BODY.has(method))) return;
    const bytesMax = route.bodyLimit ?? server.initialConfig.bodyLimit ?? Infinity;
    // Runs after all checks of the head, and before the body is read.
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
