// CORS: the other sites that may read answers in a browser. They are named by an option, and need a token; the cookie
// of a logged-in person never counts there.
import type { FastifyInstance } from 'fastify';
import type { BrowserGuard } from './browser-guard';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, PUT, POST, PATCH, DELETE',
  'access-control-allow-headers':
    'Authorization, Content-Type, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, ' +
    'Idempotency-Key, Last-Event-ID, X-Request-Id',
  'access-control-max-age': '600',
} as const;
const EXPOSED =
  'ETag, Retry-After, WWW-Authenticate, Idempotency-Replayed, X-Request-Id, X-Chord-Expires, X-Chord-Found, X-Chord-Hops, X-Chord-Owner';

/** Has to be called after the check of Host, and before that of tokens: a preflight request has no token. */
export function shareWithOrigins(server: FastifyInstance, guard: BrowserGuard): void {
  if (!guard.hasOrigins) return;
  server.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.raw.headers;
    reply.header('vary', 'Origin');
    if (origin === undefined || !guard.isAllowed(origin)) return done();
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', EXPOSED);
    const isPreflight =
      request.method === 'OPTIONS' &&
      request.raw.headers['access-control-request-method'] !== undefined;
    if (isPreflight) void reply.headers(PREFLIGHT).code(204).send();
    else done();
  });
}
