import {
  startTestNode,
  startTestRing,
  untilHealthy,
  type Answer,
  type TestNode,
} from '../testing/test-node';

const named = (name: string): Record<string, string> => ({ 'idempotency-key': name });
const isReplay = ({ headers }: Answer): boolean => headers['idempotency-replayed'] === 'true';

describe.each(['/api/v1/keys', '/db'])('an Idempotency-Key at %s', (base) => {
  let node: TestNode;
  let count = 0;
  let path: string;
  let once: Record<string, string>;
  beforeAll(async () => {
    node = await startTestNode();
  });
  beforeEach(() => {
    count += 1;
    path = `${base}/key-${count}`;
    once = named(`name-${count}`);
  });

  it('repeats an answer, and not the write', async () => {
    const first = await node.put(path, 'one', once);
    await node.put(path, 'later');
    const again = await node.put(path, 'one', once);
    expect([again.status, again.headers.etag]).toEqual([first.status, first.headers.etag]);
    expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
    expect((await node.get(path)).text).toBe('later');
  });

  it.each([
    ['another body', 'PUT', '', 'two', {}],
    ['another type', 'PUT', '', 'one', { 'content-type': 'text/csv' }],
    ['another condition', 'PUT', '', 'one', { 'if-match': '*' }],
    ['another date', 'PUT', '', 'one', { 'if-unmodified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }],
    ['another life', 'PUT', '?ttl=60', 'one', {}],
    ['a kept life', 'PUT', '?ttl=keep', 'one', {}],
    ['another method', 'DELETE', '', undefined, {}],
    ['another key', 'PUT', '-other', 'one', {}],
  ])('is not lent to %s', async (_, method, suffix, body, headers) => {
    await node.put(path, 'one', once);
    const given = { ...once, ...(headers as Record<string, string>) };
    const other = await node.ask(method, path + suffix, {
      headers: given,
      ...(body === undefined ? {} : { body }),
    });
    expect(other.json()).toMatchObject({ status: 422, code: 'OTHER_REQUEST' });
    expect((await node.get(path)).text).toBe('one');
    expect(isReplay(await node.put(path, 'one', once))).toBe(true);
  });

  it('is bound also by a request that had no effect', async () => {
    await node.ask('DELETE', path, { headers: once });
    expect((await node.put(path, 'one', once)).status).toBe(422);
  });

  it('repeats the answer of a removal', async () => {
    await node.put(path, 'one');
    const first = await node.ask('DELETE', path, { headers: once });
    await node.put(path, 'again');
    const again = await node.ask('DELETE', path, { headers: once });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
    expect((await node.get(path)).text).toBe('again');
  });

  it.each(['', 'a b', 'x'.repeat(201), 'ü'])('has to be well formed: %j', async (name) => {
    const latin = Buffer.from(name).toString('latin1');
    expect((await node.put(path, 'one', named(latin))).json()).toMatchObject({
      status: 400,
      code: 'BAD_HEADER',
    });
  });
});

describe('an Idempotency-Key in a ring', () => {
  it('is known at every node, also when the one that was asked has gone', async () => {
    const nodes = (await startTestRing(4)) as [TestNode, TestNode, TestNode, TestNode];
    await untilHealthy(nodes);
    const [asked, ...others] = nodes;
    const first = await asked.put('/api/v1/keys/k', 'one', named('n'));
    await asked.stop();
    for (const node of others) {
      const again = await node.put('/api/v1/keys/k', 'one', named('n'));
      expect([again.headers.etag, isReplay(again)]).toEqual([first.headers.etag, true]);
    }
    for (const node of others) {
      const other = await node.put('/api/v1/keys/k', 'two', named('n'));
      expect(other.json()).toMatchObject({ status: 422, code: 'OTHER_REQUEST' });
    }
    expect((await others[0].get('/db/k')).text).toBe('one');
  });

  it('is refused for another body at a node that has never heard of it', async () => {
    const [a, b] = (await startTestRing(3)) as [TestNode, TestNode];
    await a.put('/db/k', 'one', named('n'));
    expect((await b.put('/db/k', 'two', named('n'))).status).toBe(422);
    expect((await b.ask('DELETE', '/db/k', { headers: named('n') })).status).toBe(422);
    expect((await a.get('/db/k')).text).toBe('one');
  });
});
