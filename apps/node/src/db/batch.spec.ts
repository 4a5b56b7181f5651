import { startTestNode, type TestNode } from '../testing/test-node';

interface Line {
  readonly line: number;
  readonly op: string | null;
  readonly key: string | null;
  readonly status: number;
  readonly version?: string;
  readonly value?: string;
  readonly code?: string;
}

describe('a batch', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });

  const send = (body: string | Buffer) =>
    node.ask('POST', '/api/v1/batch', {
      body,
      headers: { 'content-type': 'application/x-ndjson' },
    });
  const run = async (...operations: unknown[]): Promise<Line[]> => {
    const answer = await send(operations.map((each) => JSON.stringify(each)).join('\n'));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    return answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  };

  it('gives each operation a result of its own, in the order of the lines', async () => {
    const lines = await run(
      { op: 'put', key: 'a', value: 'one', contentType: 'text/plain', ttl: 60 },
      { op: 'put', key: 'bytes', base64: '/w==' },
      { op: 'get', key: 'a' },
      { op: 'get', key: 'bytes' },
      { op: 'get', key: 'none' },
      { op: 'delete', key: 'none' },
      { op: 'put', key: 'a', value: 'two', ifNoneMatch: '*' },
      { op: 'put', key: 'a', value: 'two' },
      { op: 'delete', key: 'bytes' },
    );
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(lines).toMatchObject([
      { op: 'put', key: 'a', status: 201, expiresAt: expect.any(String) },
      { status: 201, expiresAt: null },
      { status: 200, value: 'one', contentType: 'text/plain', version: lines[0]!.version },
      { status: 200, base64: '/w==', contentType: 'application/octet-stream' },
      { op: 'get', key: 'none', status: 404, code: 'KEY_NOT_FOUND' },
      { status: 404, code: 'KEY_NOT_FOUND' },
      { status: 412, code: 'PRECONDITION_FAILED' },
      { status: 200 },
      { status: 204 },
    ]);
    expect((await node.get('/db/a')).text).toBe('two');
    expect((await node.get('/api/v1/keys/bytes')).status).toBe(404);
  });

  it('runs operations on one key in the order of their lines, however many there are', async () => {
    const puts = Array.from({ length: 200 }, (_, at) => ({ op: 'put', key: 'k', value: `${at}` }));
    const operations = puts.flatMap((put) => [put, { op: 'get', key: 'k' }]);
    const values = (await run(...operations)).filter(({ op }) => op === 'get');
    expect(values.map(({ value }) => value)).toEqual(puts.map(({ value }) => value));
  });

  it.each([
    ['no JSON', 'nonsense', 'BAD_BODY'],
    ['a list', '[]', 'BAD_BODY'],
    ['an unknown operation', '{"op":"patch","key":"x"}', 'BAD_BODY'],
    ['an unknown field', '{"op":"get","key":"x","ttl":1}', 'BAD_BODY'],
    ['no key', '{"op":"get"}', 'KEY_INVALID'],
    ['an empty line', '', 'BAD_BODY'],
    ['a key that nobody could read', '{"op":"put","key":"..","value":"x"}', 'KEY_INVALID'],
    ['no value', '{"op":"put","key":"x"}', 'BAD_BODY'],
    ['two values', '{"op":"put","key":"x","value":"x","base64":"eA=="}', 'BAD_BODY'],
    ['a value that is no text', '{"op":"put","key":"x","value":1}', 'BAD_BODY'],
    ['no base64', '{"op":"put","key":"x","base64":"e"}', 'BAD_BODY'],
    ['no life', '{"op":"put","key":"x","value":"x","ttl":0}', 'BAD_BODY'],
    ['no version', '{"op":"put","key":"x","value":"x","ifMatch":"q"}', 'MALFORMED_CONDITION'],
    ['no type', '{"op":"put","key":"x","value":"x","contentType":"q"}', 'BAD_HEADER'],
  ])('refuses a line with %s, and runs the others', async (_name, line, code) => {
    const put = '{"op":"put","key":"beside","value":"x"}';
    const answer = await send(`${line}\n${put}`);
    const lines = answer.text.trimEnd().split('\n');
    expect(lines.map((text) => JSON.parse(text) as Line)).toMatchObject([
      { line: 1, status: 400, code },
      { line: 2, op: 'put', key: 'beside' },
    ]);
    expect((await node.get('/api/v1/keys/x')).status).toBe(404);
  });

  it('has conditions and repetitions as single writes have', async () => {
    const once = { op: 'put', key: 'once', value: 'v', idempotencyKey: 'batch-1' };
    const [first, again] = await run(once, once);
    expect(first).toMatchObject({ status: 201 });
    expect(again).toMatchObject({ status: 201, replayed: true, version: first!.version });
    const version = first!.version;
    const [replaced, late, gone] = await run(
      { op: 'put', key: 'once', value: 'w', ifMatch: version },
      { op: 'delete', key: 'once', ifMatch: version },
      { op: 'delete', key: 'once' },
    );
    expect([replaced, late, gone].map((line) => line!.status)).toEqual([200, 412, 204]);
  });

  it.each([
    ['nothing', '', 400],
    ['blank lines alone', '\n \n', 400],
    ['too many lines', '{"op":"get","key":"x"}\n'.repeat(1_001), 400],
    ['too many bytes', 'x'.repeat(17 * 1024 * 1024), 413],
  ])('with %s is refused as a whole', async (_name, body, status) => {
    expect((await send(body)).json()).toMatchObject({ status });
  });
});
