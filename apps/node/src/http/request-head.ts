// Checks the head of a request before other code reads it: its host, and that no header with a single meaning occurs
// twice.
import type { IncomingMessage, Server } from 'node:http';
import type { BrowserGuard } from './browser-guard';
import { HttpError } from './problem/http-error';

/** Node keeps the first of several of these and drops the others; a proxy in front of it may do otherwise. */
const SINGLE = new Set([
  'host',
  'authorization',
  'content-type',
  'content-range',
  'if-modified-since',
  'if-unmodified-since',
]);
const SINGLE_LENGTHS = new Set([...SINGLE].map(({ length }) => length));

/** @returns the first header that occurs twice although it may not */
export function doubledHeader(rawHeaders: readonly string[]): string | undefined {
  let seen: string[] | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] as string;
    if (!SINGLE_LENGTHS.has(given.length)) continue;
    const name = given.toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen?.includes(name)) return given;
    (seen ??= []).push(name);
  }
  return undefined;
}

/** Health checks may not have the node's name, and may use HTTP/1.0. */
const HEALTH = /^\/health\/(?:live|ready)(?:\?|$)/;
/** The only expectation that Node meets; without a listener for others it answers them 417 without a body. */
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;
const ABSOLUTE = /^(https?):\/\/([^/?#]*)/i;

/** Lets a request with an unknown expectation come as any other, so that `checkHead` refuses it. */
export function hearExpectations(server: Pick<Server, 'on' | 'emit'>): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** @returns the refusal, or `undefined` when the request is for this node */
export function checkHead(request: IncomingMessage, guard: BrowserGuard): HttpError | undefined {
  const doubled = doubledHeader(request.rawHeaders);
  if (doubled !== undefined)
    return new HttpError('BAD_HEADER', `The header ${doubled} came more than once; send it once`);
  const { url = '/', httpVersion, headers } = request;
  if (headers.expect !== undefined && httpVersion === '1.1' && !CONTINUE.test(headers.expect))
    return new HttpError(
      'EXPECTATION_FAILED',
      'The only expectation that is met is 100-continue; leave Expect out',
    );
  // What stands behind it would be dropped, and the request be for another key.
  if (url.includes('#'))
    return new HttpError(
      'BAD_REQUEST',
      'The request target has a "#", which ends a URL; send one that belongs to a name as %23',
    );
  if (headers.host === undefined) {
    if (httpVersion !== '1.0')
      return new HttpError(
        'BAD_HEADER',
        'The request has no Host header, and HTTP/1.1 needs one; send for example Host: localhost',
      );
    if (HEALTH.test(url)) return undefined;
    return guard.checkHost(request);
  }
  if (!url.startsWith('/') && url !== '*') {
    const [, , authority] = ABSOLUTE.exec(url) ?? [];
    if (authority === undefined)
      return new HttpError(
        'BAD_REQUEST',
        'The request target is neither a path nor an http URL; send for example GET /health/ready',
      );
    // The host in the target takes precedence, and the header Host has to name this node as well.
    return guard.checkHost(request, authority) ?? guard.checkHost(request);
  }
  return guard.checkHost(request);
}
