// Sizes on both sides of each limit. What is within one is taken, and taken away again.
import type { Question } from '../harness/http';

export interface SizeRow {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly question: Question;
  readonly may: readonly number[];
  /** A key that was written, and is to go. */
  readonly key?: string;
}

const KIB = 1024;
const MIB = KIB * KIB;
const keyPath = (key: string) => `/api/v1/keys/${encodeURIComponent(key)}`;
const put = (
  what: string,
  key: string,
  body: Buffer | string,
  may: number[],
  query = '',
): SizeRow => ({
  ...{ what, method: 'PUT', path: `${keyPath(key)}${query}`, question: { body }, may },
  ...(may.includes(201) ? { key } : {}),
});
const get = (what: string, path: string, may: number[]): SizeRow => ({
  ...{ what, method: 'GET', path, question: {}, may },
});
const post = (what: string, path: string, body: Buffer | string, may: number[]): SizeRow => ({
  ...{ what, method: 'POST', path, question: { body }, may },
});
const gets = (count: number) => '{"op":"get","key":"kept"}\n'.repeat(count);
const join = (lines: number) => 'nobody\n'.repeat(lines);

export const SIZES: readonly SizeRow[] = [
  put('a key of 1,024 bytes', 'k'.repeat(1_024), 'x', [201]),
  put('a key of 1,025 bytes', 'k'.repeat(1_025), 'x', [413]),
  put('a key of 1,024 bytes in 512 letters', 'ö'.repeat(512), 'x', [201]),
  put('a key of 1,026 bytes in 513 letters', 'ö'.repeat(513), 'x', [413]),
  put('an empty key', '', 'x', [400]),
  put('a value of nothing', 'empty', '', [201]),
  put('a value of 1 MiB', 'largest', Buffer.alloc(MIB), [201]),
  put('a value of 1 MiB and a byte', 'larger', Buffer.alloc(MIB + 1), [413]),
  put('a value of 8 MiB', 'much-larger', Buffer.alloc(8 * MIB), [413]),
  put('a life of a second', 'short', 'x', [201], '?ttl=1'),
  put('a life of a year', 'long', 'x', [201], '?ttl=31536000'),
  put('a life of a year and a second', 'longer', 'x', [400], '?ttl=31536001'),
  put('a life of nothing', 'none', 'x', [400], '?ttl=0'),
  put('a life of a half', 'half', 'x', [400], '?ttl=0.5'),
  put('a life of 40 digits', 'digits', 'x', [400], `?ttl=${'9'.repeat(40)}`),
  get('a page of 1,000', '/api/v1/keys?limit=1000', [200]),
  get('a page of 1,001', '/api/v1/keys?limit=1001', [400]),
  get('a page of -1', '/api/v1/keys?limit=-1', [400]),
  get('a page of 1e3', '/api/v1/keys?limit=1e3', [400]),
  get('a prefix of 1,025 bytes', `/api/v1/keys?prefix=${'k'.repeat(1_025)}`, [200, 400, 413]),
  get('a cursor of 4,000 letters', `/api/v1/keys?cursor=${'c'.repeat(4_000)}`, [400, 413]),
  get('the largest id', `/dht/find_successor?id=${2n ** 160n - 1n}`, [200]),
  get('an id too large', `/dht/find_successor?id=${2n ** 160n}`, [400]),
  get('an id of 5,000 digits', `/dht/find_successor?id=${'1'.repeat(5_000)}`, [400, 414]),
  post('a batch of 1,000', '/api/v1/batch', gets(1_000), [200]),
  post('a batch of 1,001', '/api/v1/batch', gets(1_001), [400, 413]),
  post(
    'a batch line without an end',
    '/api/v1/batch',
    `{"op":"get","key":"${'k'.repeat(50_000)}`,
    [200, 400, 413],
  ),
  post('a batch of 20,000 open brackets', '/api/v1/batch', '['.repeat(20_000), [200, 400, 413]),
  post('a batch of bytes that are no UTF-8', '/api/v1/batch', Buffer.alloc(64, 0xff), [200, 400]),
  post('a join of 65 lines', '/dht/join', join(65), [400, 413]),
  post('a join of 64 lines that are none', '/dht/join', join(64), [400]),
  post('a join of 64 KiB and a byte', '/dht/join', 'x'.repeat(64 * KIB + 1), [413]),
  post('a JSON join of 30,000 open brackets', '/api/v1/ring/join', '['.repeat(30_000), [400]),
  post(
    'a JSON join that names a prototype',
    '/api/v1/ring/join',
    '{"__proto__":{"peers":[]}}',
    [400],
  ),
  post('a login of 64 KiB and a byte', '/api/v1/session', 'x'.repeat(64 * KIB + 1), [413]),
];
