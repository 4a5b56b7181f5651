// The parameters and headers that each endpoint supports; all others are refused, because ignoring one would do
// something else than the client wants.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { shown } from '../config/option';
import { HttpError } from './problem/http-error';

/** By path: the parameters of GET and HEAD, or of the methods that change something; none by default. */
interface Parameters {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
}

const PARAMETERS: ReadonlyMap<string, Parameters> = new Map<string, Parameters>([
  ['/db/:key', { writes: ['ttl'] }],
  ['/api/v1/keys', { reads: ['prefix', 'delimiter', 'after', 'limit', 'cursor'] }],
  ['/api/v1/keys/count', { reads: ['prefix', 'consistency'] }],
  ['/api/v1/keys/:key', { reads: ['consistency'], writes: ['ttl'] }],
  ['/api/v1/lookups/:key', { reads: ['from'] }],
  ['/api/v1/events', { reads: ['after', 'kinds', 'limit', 'seconds'] }],
  ['/api/v1/watch', { reads: ['prefix', 'key', 'values', 'after'] }],
  ['/dht/find_successor', { reads: ['id'] }],
  ['/dht/closest_preceding_node', { reads: ['id'] }],
  ['/dht/notify', { writes: ['addr'] }],
]);

/** Pages and files accept any parameter: a page reads the query of its own address. */
const API =
  /^\/(?:api\/v1(?:\/|$)|db\/(?!view\/)|dht(?:\/(?!peers\/view$)|$)|health\/|metrics$|shutdown$)/;
/** Paths whose values have versions, which conditions compare. */
const VERSIONED = new Set(['/db/:key', '/api/v1/keys/:key', '/api/v1/keys/count']);
const READS = new Set(['GET', 'HEAD']);

/** Has to be called before the first route is added. */
export function refuseWhatIsNotHonoured(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (!API.test(route.url)) return;
    const known = PARAMETERS.get(route.url) ?? {};
    const isVersioned = VERSIONED.has(route.url);
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      (request, reply, done) => {
        const isRead = READS.has(request.method);
        const names = (isRead ? known.reads : namesOf(known, request.method)) ?? [];
        const refusal =
          garbledQuery(request) ??
          unknownParameter(request, names) ??
          unknownHeader(request, isRead, isVersioned);
        if (refusal?.code === 'UNSUPPORTED_CODING') reply.header('accept-encoding', 'identity');
        done(refusal);
      },
    ];
  });
}

/** A removal takes no time to live, and a change of it has it in the body. */
function namesOf({ writes }: Parameters, method: string): readonly string[] | undefined {
  return method === 'DELETE' || method === 'PATCH' ? undefined : writes;
}

/** As in a path: bytes that are no UTF-8 would be read as U+FFFD. */
function garbledQuery({ raw: { url = '' } }: FastifyRequest): HttpError | undefined {
  const at = url.indexOf('?');
  if (at < 0 || !url.includes('%', at)) return undefined;
  try {
    decodeURIComponent(url.slice(at));
    return undefined;
  } catch {
    return new HttpError(
      'BAD_QUERY',
      'The parameters are not percent-encoded UTF-8; send a percent sign as %25',
    );
  }
}

function unknownParameter(
  request: FastifyRequest,
  names: readonly string[],
): HttpError | undefined {
  if (!request.raw.url?.includes('?')) return undefined;
  // An empty key is reported first.
  if ((request.params as { key?: string }).key === '') return undefined;
  const unknown = Object.keys(request.query as object).find((name) => !names.includes(name));
  if (unknown === undefined) return undefined;
  const known =
    names.length === 0 ? 'this path takes no parameters' : `this path takes ${names.join(', ')}`;
  return new HttpError('BAD_QUERY', `There is no parameter ${shown(unknown)} here; ${known}`);
}

const IDENTITY = /^(?:\s*identity\s*,?)*$/i;

function unknownHeader(
  { raw: { headers } }: FastifyRequest,
  isRead: boolean,
  isVersioned: boolean,
): HttpError | undefined {
  if (headers['content-encoding'] !== undefined && !IDENTITY.test(headers['content-encoding']))
    return new HttpError(
      'UNSUPPORTED_CODING',
      'A body is stored exactly as it arrives, and Content-Encoding is not stored with it; send the body unencoded, ' +
        'or as compressed bytes with their own type, such as Content-Type: application/gzip',
    );
  const transfer = headers['transfer-encoding'];
  if (transfer !== undefined && transfer.trim().toLowerCase() !== 'chunked')
    return new HttpError(
      'UNSUPPORTED_TRANSFER',
      'The only Transfer-Encoding that is supported is chunked; send the body with it, or with Content-Length',
    );
  if (headers['content-range'] !== undefined && !isRead)
    return refused('Content-Range', 'A value is always written as a whole');
  if (headers['idempotency-key'] !== undefined && (isRead || !isVersioned))
    return refused('Idempotency-Key', 'It is supported only where a key is written or deleted');
  if (isVersioned) return undefined;
  if (headers['if-match'] !== undefined) return refused('If-Match', NO_VERSION);
  if (headers['if-unmodified-since'] !== undefined)
    return refused('If-Unmodified-Since', NO_VERSION);
  if (isRead) return undefined;
  if (headers['if-none-match'] !== undefined) return refused('If-None-Match', NO_VERSION);
  return headers['if-modified-since'] === undefined
    ? undefined
    : refused('If-Modified-Since', NO_VERSION);
}

const NO_VERSION = 'What is at this path has no version to compare with';

function refused(header: string, why: string): HttpError {
  return new HttpError('BAD_HEADER', `${why}; leave ${header} out`);
}
