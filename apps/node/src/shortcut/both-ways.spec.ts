// Each request goes the short way and the long way (its key has an escape): the answers are the same.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../config/bearer-token';
import { startTestNode, type Answer, type TestNode } from '../testing/test-node';

interface Case {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly body?: Buffer | string;
  readonly headers?: Record<string, string>;
}

const SECRET = 'secret-of-a-writer';
const PART = 'secret-for-a-part';
const folder = mkdtempSync(join(tmpdir(), 'both-ways-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first letter of the key is escaped: a URL means the same then, and it has to be decoded. */
function longPath(key: string): string {
  return `/api/v1/keys/%${key.charCodeAt(0).toString(16)}${key.slice(1)}`;
}

/** What may differ between two answers to the same question is left out. */
function told({ status, headers, text }: Answer): unknown {
  const { date: _date, 'x-request-id': id, ...fields } = headers;
  expect(id).toMatch(/^[\w.-]+$/);
  const isJson = headers['content-type']?.includes('json') && text.startsWith('{');
  const body: unknown = isJson
    ? { ...(JSON.parse(text) as object), version: '', requestId: '' }
    : text;
  if (isJson) delete fields['content-length'];
  if (status !== 304 && isJson) delete fields.etag;
  return { status, fields, body };
}

async function compared(node: TestNode, { method, key, ...rest }: Case): Promise<Answer> {
  const short = await node.ask(method, `/api/v1/keys/${key}`, rest);
  const long = await node.ask(method, longPath(key), rest);
  expect(told(short)).toEqual(told(long));
  return short;
}

describe('the short and the long way', () => {
  let node: TestNode;
  let etag: string;
  beforeAll(async () => {
    node = await startTestNode({ config: { valueBytesMax: 1_000 } });
    for (const key of ['text', 'page', 'json', 'none-declared', 'empty'])
      await node.put(`/api/v1/keys/${key}`, key === 'empty' ? '' : `of ${key}`, TYPES[key] ?? {});
    etag = (await node.get('/api/v1/keys/text')).headers.etag as string;
  });
  const TYPES: Record<string, Record<string, string>> = {
    text: { 'content-type': 'text/plain; charset=utf-8' },
    page: { 'content-type': 'text/html' },
    json: { 'content-type': 'application/json' },
  };

  it.each(['text', 'page', 'json', 'none-declared', 'empty', 'absent'])('read %s', async (key) => {
    const { status, text } = await compared(node, { method: 'GET', key });
    expect(status).toBe(key === 'absent' ? 404 : 200);
    if (status === 200) expect(text).toBe(key === 'empty' ? '' : `of ${key}`);
  });

  it.each([
    ['if-none-match', () => etag, 304],
    ['if-none-match', () => '"other"', 200],
    ['if-match', () => '"other"', 412],
    ['if-match', () => 'no tag', 400],
    ['if-modified-since', () => new Date(Date.now() + 60_000).toUTCString(), 304],
    ['if-unmodified-since', () => 'Sun, 06 Nov 1994 08:49:37 GMT', 412],
    ['host', () => 'example.org', 421],
    ['x-request-id', () => 'mine', 200],
    ['accept', () => 'text/html', 200],
  ] as [string, () => string, number][])('read with %s: %s', async (name, value, status) => {
    const headers = { [name]: value() };
    const answer = await compared(node, { method: 'GET', key: 'text', headers });
    expect(answer.status).toBe(status);
    if (name === 'x-request-id') expect(answer.headers['x-request-id']).toBe('mine');
  });

  it.each([
    [{ body: 'x' }, 200],
    [{ body: '' }, 200],
    [{ body: Buffer.from([0, 255, 13, 10]) }, 200],
    [{ body: 'x'.repeat(1_000) }, 200],
    [{ body: 'x'.repeat(1_001) }, 413],
    [{ body: 'x', headers: { 'content-type': 'no type' } }, 400],
    [{ body: 'x', headers: { 'content-type': `text/${'x'.repeat(300)}` } }, 400],
    [{ body: 'x', headers: { 'if-match': '"other"' } }, 412],
    [{ body: 'x', headers: { 'if-none-match': '*' } }, 412],
    [{ body: 'x', headers: { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' } }, 400],
    [{ body: 'x', headers: { 'idempotency-key': 'a b' } }, 400],
    [{ body: 'x', headers: { 'content-encoding': 'gzip' } }, 415],
  ] as const)('write %j', async (given, status) => {
    await node.put('/api/v1/keys/written', 'before');
    const answer = await compared(node, { method: 'PUT', key: 'written', ...given });
    expect(answer.status).toBe(status);
    const { text } = await node.get('/api/v1/keys/written');
    expect(text).toBe(status === 200 ? String(given.body) : 'before');
  });

  it('give the same answer to a write that is repeated', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await node.put('/api/v1/keys/repeated', 'x', headers);
    expect(first.status).toBe(201);
    const again = await node.put(longPath('repeated'), 'x', headers);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.headers.etag).toBe(first.headers.etag);
    const other = await node.put('/api/v1/keys/repeated', 'y', headers);
    expect(other.json()['code']).toBe('OTHER_REQUEST');
  });

  it('create a key', async () => {
    const short = await node.put('/api/v1/keys/new-1', 'x');
    const long = await node.put(longPath('new-2'), 'x');
    expect([short.status, long.status]).toEqual([201, 201]);
    expect(Object.keys(short.json())).toEqual(Object.keys(long.json()));
  });

  it('count the same in the metrics', async () => {
    const counted = async (): Promise<number> => {
      const { text } = await node.get('/metrics');
      const found = text
        .split('\n')
        .find((line) => /_count\{/.test(line) && /keys\/:key/.test(line) && /"404"/.test(line));
      return Number(found?.split(' ').at(-1) ?? 0);
    };
    const before = await counted();
    await compared(node, { method: 'GET', key: 'counted' });
    expect(await counted()).toBe(before + 2);
  });
});

describe('the short and the long way of a node with tokens, other origins and limits', () => {
  let node: TestNode;
  beforeAll(async () => {
    const tokensFile = join(folder, 'tokens');
    const hex = (secret: string): string => digestOf(secret).toString('hex');
    writeFileSync(tokensFile, `w write ${hex(SECRET)}\np read ${hex(PART)} users/\n`, {
      mode: 0o600,
    });
    node = await startTestNode({ config: { tokensFile, allowOrigin: ['https://example.org'] } });
    await node.put('/api/v1/keys/k', 'v', { authorization: `Bearer ${SECRET}` });
  });

  it.each([
    ['GET', {}, 401],
    ['GET', { authorization: `Bearer ${SECRET}` }, 200],
    ['GET', { authorization: `Bearer ${PART}` }, 403],
    ['PUT', { authorization: `Bearer ${PART}` }, 403],
    ['PUT', { authorization: `Bearer ${SECRET}` }, 200],
    ['GET', { authorization: `Bearer ${SECRET}`, origin: 'https://example.org' }, 200],
    ['PUT', { authorization: `Bearer ${SECRET}`, origin: 'https://example.com' }, 403],
  ] as const)('%s with %j is %i', async (method, headers, status) => {
    const body = method === 'PUT' ? { body: 'v' } : {};
    const answer = await compared(node, { method, key: 'k', headers, ...body });
    expect(answer.status).toBe(status);
    if (status < 300) expect(answer.headers.vary).toBe('Origin');
  });
});
