// Request lines and headers that nobody sends by mistake.
import { request, type Outcome, type RawRow } from './raw';

const NODE = 'GET /api/v1/node HTTP/1.1';
const PUT = 'PUT /api/v1/keys/hostile HTTP/1.1';
const ONE = 'Content-Length: 1\r\n';
const BAD = [400] as const;
const BAD_OR_CUT: readonly Outcome[] = [400, 'closed'];

const line = (what: string, text: string, may: readonly Outcome[] = BAD): RawRow => ({
  what: `the request line ${what}`,
  bytes: request(text),
  may,
});
const target = (what: string, path: string, may: readonly Outcome[]): RawRow =>
  line(`with ${what}`, `GET ${path} HTTP/1.1`, may);
const host = (what: string, lines: string, may: readonly Outcome[] = [400, 421]): RawRow => ({
  what: `${what} as Host`,
  bytes: request(NODE, { host: lines }),
  may,
});
const header = (what: string, headers: string, may: readonly Outcome[] = BAD): RawRow => ({
  what,
  bytes: request(NODE, { headers }),
  may,
});
const write = (
  what: string,
  headers: string,
  may: readonly Outcome[] = BAD,
  body = 'x',
): RawRow => ({
  what,
  bytes: request(PUT, { headers, body }),
  may,
});

export const LINES: readonly RawRow[] = [
  { what: 'nothing but line ends', bytes: () => '\r\n\r\n\r\nX\r\n\r\n', may: BAD_OR_CUT },
  { what: 'bytes by chance', bytes: () => Buffer.from(Array(64).fill(0x80)), may: BAD_OR_CUT },
  {
    what: 'the preface of HTTP/2',
    bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    may: BAD_OR_CUT,
  },
  {
    what: 'the hello of TLS',
    bytes: () => Buffer.from('16030100c8010000c40303', 'hex'),
    may: BAD_OR_CUT,
  },
  line('of HTTP/0.9', 'GET /api/v1/node', [200, ...BAD_OR_CUT]),
  line('of HTTP/1.2', 'GET /api/v1/node HTTP/1.2', [400, 505, 'closed']),
  line('of HTTP/3.0', 'GET /api/v1/node HTTP/3.0', [400, 505, 'closed']),
  line('in small letters', 'get /api/v1/node http/1.1'),
  line('of an unknown method', 'STEAL /api/v1/node HTTP/1.1', [400, 405, 501]),
  line('of TRACE', 'TRACE /api/v1/node HTTP/1.1', [400, 404, 405]),
  line('of CONNECT', 'CONNECT evil.example:443 HTTP/1.1', [400, 405, 421, 'closed']),
  line('of OPTIONS for all', 'OPTIONS * HTTP/1.1', [400, 404, 405]),
  line('with tabs', 'GET\t/api/v1/node\tHTTP/1.1'),
  line('with a space in the target', 'GET /api/v1/ node HTTP/1.1'),
  line('with NUL', 'GET /api/v1/\0node HTTP/1.1'),
  line('with bytes above 127', 'GET /api/v1/n\u00f6de HTTP/1.1', [400, 404]),
  target('no slash', 'api/v1/node', [400, 404]),
  target('the absolute form of a foreign host', 'http://evil.example/api/v1/node', [400, 421]),
  target('the absolute form with a user', 'http://localhost@evil.example/', [400, 421]),
  target('the absolute form of another scheme', 'ftp://evil.example/api/v1/node', [400, 421]),
  target('the absolute form without a host', 'http:///api/v1/node', [400, 404, 421]),
  target('two slashes and a host', '//evil.example/api/v1/node', [400, 404, 421]),
  target('steps up', '/api/v1/../../../../etc/passwd', [400, 404]),
  target('encoded steps up', '/%2e%2e/%2e%2e/etc/passwd', [400, 404]),
  target('backslashes', '/..\\..\\etc\\passwd', [400, 404]),
  target('NUL in the key', '/api/v1/keys/%00', BAD),
  target('an overlong form of UTF-8', '/api/v1/keys/%C0%AF', BAD),
  target('half a surrogate pair', '/api/v1/keys/%ED%A0%80', BAD),
  target('half an escape', '/api/v1/keys/%4', BAD),
  target('a fragment', '/api/v1/node#x', [200, 400, 404]),
  target('20,000 characters', `/api/v1/keys/${'k'.repeat(20_000)}`, [413, 414, 431]),
  target('5,000 parameters', `/api/v1/keys?${'a=b&'.repeat(3_000)}`, [400, 414, 431]),
  target('a parameter for a prototype', '/api/v1/keys?__proto__=x&constructor=y', BAD),
  target('brackets as parameters', '/api/v1/keys?prefix[]=a&prefix[x]=b', BAD),
];

export const HOSTS: readonly RawRow[] = [
  host('two', 'Host: localhost\r\nHost: evil.example\r\n', BAD),
  host('the same twice', 'Host: localhost\r\nHost: localhost\r\n', BAD),
  host('none', '', BAD),
  host('nothing', 'Host:\r\n'),
  host('a foreign name', 'Host: evil.example\r\n', [421]),
  host('a name that begins rightly', 'Host: localhost.evil.example\r\n', [421]),
  host('a list', 'Host: localhost, evil.example\r\n'),
  host('one with a user', 'Host: localhost@evil.example\r\n'),
  host('one with a path', 'Host: localhost/evil.example\r\n'),
  host('an open bracket', 'Host: [::1\r\n'),
  host('a port of letters', 'Host: localhost:port\r\n'),
  host('a number for an address', 'Host: 2130706433\r\n'),
  host('the address of nobody', 'Host: 0.0.0.0\r\n'),
  host('a name of 4,000 letters', `Host: ${'a'.repeat(4_000)}\r\n`),
];

export const HEADERS: readonly RawRow[] = [
  header('a header without a colon', 'X-Nothing\r\n'),
  header('a header with a space before its colon', 'X-Space : x\r\n'),
  header('a header without a name', ': x\r\n'),
  header('a folded header', 'X-Folded: a\r\n b\r\n', [200, 400]),
  header('a header with NUL', 'X-Nul: a\0b\r\n'),
  header('a header with a lone return', 'X-Return: a\rb\r\n'),
  header('a header that ends in a line feed alone', 'X-Feed: a\nX-Other: b\r\n', [200, 400]),
  header('a header name in brackets', 'X(y): z\r\n'),
  header(
    '300 headers',
    Array.from({ length: 300 }, (_, at) => `X-${at}: x\r\n`).join(''),
    [200, 400, 431],
  ),
  header('a header of 20,000 bytes', `X-Long: ${'x'.repeat(20_000)}\r\n`, [431]),
  header('a cookie of 15,000 bytes', `Cookie: a=${'x'.repeat(15_000)}\r\n`, [200, 431]),
  header('headers named after a prototype', '__proto__: x\r\nconstructor: y\r\n', [200]),
  header(
    'a host for a proxy',
    'X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n',
    [200],
  ),
  header('an unknown expectation', 'Expect: a-miracle\r\n', [200, 400, 417]),
  header('an upgrade to WebSocket', 'Upgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n', [
    200,
    400,
    404,
    426,
    'closed',
  ]),
  header('an upgrade to HTTP/2', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n', [
    200,
    400,
    404,
    426,
    'closed',
  ]),
  header('a page of another site', 'Origin: http://evil.example\r\n', [200]),
  write('a write of a page of another site', `${ONE}Origin: http://evil.example\r\n`, [403]),
  write('a write of a page of no site', `${ONE}Origin: null\r\n`, [403]),
  write('a write with an origin that is none', `${ONE}Origin: localhost\r\n`, [403]),
  write('a write of a cross-site fetch', `${ONE}Sec-Fetch-Site: cross-site\r\n`, [403]),
  write('a write of a fetch from nowhere', `${ONE}Sec-Fetch-Site: mars\r\n`, [403]),
  write('a write of a neighbour site', `${ONE}Sec-Fetch-Site: same-site\r\n`, [403]),
  ...[
    'nonsense',
    'text/',
    '/plain',
    'a b/c',
    'text/plain; charset',
    'text/plain, text/html',
    'text/plain;=x',
  ].map((type) => write(`the content type ${type}`, `${ONE}Content-Type: ${type}\r\n`)),
  write('two content types', `${ONE}Content-Type: a/b\r\nContent-Type: c/d\r\n`),
  write('a content type of 256 characters', `${ONE}Content-Type: a/${'b'.repeat(254)}\r\n`),
  write('a compressed body', `${ONE}Content-Encoding: gzip\r\n`, [415]),
  write('an unknown coding', `${ONE}Content-Encoding: rot13\r\n`, [415]),
  write('a part of a body', `${ONE}Content-Range: bytes 0-0/2\r\n`),
  write('two If-Match', `${ONE}If-Match: "a"\r\nIf-Match: b\r\n`, [400, 412]),
  write('an If-Match that is none', `${ONE}If-Match: a"\r\n`),
  write('an Idempotency-Key of nothing', `${ONE}Idempotency-Key:\r\n`),
  write('an Idempotency-Key of 1,000 letters', `${ONE}Idempotency-Key: ${'k'.repeat(1_000)}\r\n`),
  write('two Idempotency-Keys', `${ONE}Idempotency-Key: a\r\nIdempotency-Key: b\r\n`),
];

export const BODIES: readonly RawRow[] = [
  write('a length of letters', 'Content-Length: one\r\n'),
  write('a negative length', 'Content-Length: -1\r\n'),
  write('a length with a sign', 'Content-Length: +1\r\n'),
  write('a hexadecimal length', 'Content-Length: 0x1\r\n'),
  write('two equal lengths in one header', 'Content-Length: 1, 1\r\n'),
  write('two lengths', 'Content-Length: 1\r\nContent-Length: 2\r\n'),
  write('the same length twice', `${ONE}${ONE}`),
  write('a length of 30 digits', `Content-Length: ${'9'.repeat(30)}\r\n`, [400, 413]),
  write('a length beyond the limit, and no body', 'Content-Length: 99999999999\r\n', [413]),
  write('length and chunks', `${ONE}Transfer-Encoding: chunked\r\n`, BAD, '0\r\n\r\n'),
  write('chunks twice', 'Transfer-Encoding: chunked, chunked\r\n', [400, 501], '0\r\n\r\n'),
  write('chunks inside something', 'Transfer-Encoding: gzip, chunked\r\n', [400, 501], '0\r\n\r\n'),
  write('something inside chunks', 'Transfer-Encoding: chunked, identity\r\n', [400, 501], 'x'),
  write('nearly chunks', 'Transfer-Encoding: xchunked\r\n', [400, 501], 'x'),
  write(
    'chunks in two headers',
    'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n',
    [400, 501],
    '0\r\n\r\n',
  ),
  ...(
    [
      ['of a size of letters', 'xyz\r\nx\r\n0\r\n\r\n'],
      ['of a negative size', '-1\r\nx\r\n0\r\n\r\n'],
      ['of a size beyond 64 bits', 'fffffffffffffffff\r\nx'],
      ['without its line end', '1\r\nxy\r\n0\r\n\r\n'],
      ['with a space in its size', '1 1\r\nx\r\n0\r\n\r\n'],
      ['with a sign before its size', '+1\r\nx\r\n0\r\n\r\n'],
      ['with line feeds alone', '1\nx\n0\n\n'],
      ['with 20,000 bytes of extension', `1;${'x'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`],
      ['with a trailer that is no header', '1\r\nx\r\n0\r\nno header\r\n\r\n'],
    ] as const
  ).map(([what, body]) =>
    write(`a chunk ${what}`, 'Transfer-Encoding: chunked\r\n', [400, 413, 431, 'closed'], body),
  ),
  write(
    'a chunk of 4 GiB that is announced',
    'Transfer-Encoding: chunked\r\n',
    [400, 408, 413],
    'ffffffff\r\nx',
  ),
];
