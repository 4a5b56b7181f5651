import type { IncomingHttpHeaders } from 'node:http';
import { plainKeyOf } from './plain-request';

const VALUE_BYTES_MAX = 100;

function keyOf(
  method: string,
  url: string,
  headers: IncomingHttpHeaders = method === 'PUT' ? { 'content-length': '3' } : {},
): string | undefined {
  return plainKeyOf({ method, url, headers: { host: 'localhost', ...headers } }, VALUE_BYTES_MAX);
}

describe('the short way', () => {
  it.each(['a', 'user:1', 'a.b_c~d-e', '1,2', 'x=y', 'a@b', '...', 'counts'])(
    'is there for the key %s',
    (key) => {
      expect(keyOf('GET', `/api/v1/keys/${key}`)).toBe(key);
      expect(keyOf('PUT', `/api/v1/keys/${key}`)).toBe(key);
    },
  );

  it.each([
    ...['/api/v1/keys', '/api/v1/keys/', '/api/v1/keys/count', '/api/v1/keys/.', '/api/v1/keys/..'],
    ...[
      '/api/v1/keys/a/replicas',
      '/api/v1/keys/a%20b',
      '/api/v1/keys/a?ttl=3',
      '/api/v1/keys/a#b',
    ],
    ...['/api/v1/keys/a;b', '/api/v1/keys/ä', '/api/v1/keys/a b', '/api/v1/keys//a', '/db/a', '/'],
    ...['/API/v1/keys/a', 'http://localhost/api/v1/keys/a', `/api/v1/keys/${'a'.repeat(1_001)}`],
  ])('is not there for %s', (url) => {
    expect(keyOf('GET', url)).toBeUndefined();
    expect(keyOf('PUT', url)).toBeUndefined();
  });

  it.each(['HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])('is not there for %s', (method) => {
    expect(keyOf(method, '/api/v1/keys/a', {})).toBeUndefined();
  });

  it.each([
    ['GET', { 'content-length': '3' }],
    ['GET', { 'idempotency-key': 'a' }],
    ['GET', { 'transfer-encoding': 'chunked' }],
    ['PUT', {}],
    ['PUT', { 'transfer-encoding': 'chunked' }],
    ['PUT', { 'content-length': '101' }],
    ['PUT', { 'content-length': 'many' }],
    ['PUT', { 'content-length': '3', expect: '100-continue' }],
    ['PUT', { 'content-length': '3', 'content-encoding': 'gzip' }],
    ['PUT', { 'content-length': '3', 'content-range': 'bytes 0-2/3' }],
    ['PUT', { 'content-length': '3', origin: 'http://localhost' }],
    ['PUT', { 'content-length': '3', 'sec-fetch-site': 'cross-site' }],
  ] as [string, IncomingHttpHeaders][])('is not there for a %s with %j', (method, headers) => {
    expect(keyOf(method, '/api/v1/keys/a', headers)).toBeUndefined();
  });

  it('is there for a body of the largest size, and for conditions', () => {
    const conditions = { 'if-match': '"v"', 'idempotency-key': 'one' };
    expect(keyOf('PUT', '/api/v1/keys/a', { 'content-length': '100', ...conditions })).toBe('a');
    expect(keyOf('GET', '/api/v1/keys/a', { 'if-none-match': '"v"' })).toBe('a');
  });
});
