// Whatever a caller sends, the answer is a clear problem, nothing has changed, and the node goes on.
import { answered, textOf } from './harness/answered';
import { claimPorts } from './harness/ports';
import { linesOf, type Answer, type Question } from './harness/http';
import { joinAll, useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

interface ProblemDto {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
}

type Row = readonly [
  what: string,
  method: string,
  path: string,
  question: Question,
  statuses: readonly number[],
];

const KIB = 1024;
const LIMIT = 1024 * KIB;
const body = (text: string): Question => ({ body: text });
const headers = (fields: Record<string, string>): Question => ({ headers: fields, body: 'x' });

const ROWS: readonly Row[] = [
  ['a join of nobody', 'PUT', '/dht/join', body(''), [400]],
  ['a join line without a port', 'PUT', '/dht/join', body('localhost'), [400]],
  ['a join line that is a URL', 'PUT', '/dht/join', body('http://localhost:5001'), [400]],
  ['a join line with a user', 'PUT', '/dht/join', body('me@localhost:5001'), [400]],
  ['a join line with port 0', 'PUT', '/dht/join', body('localhost:0'), [400]],
  ['a join line with port 65536', 'PUT', '/dht/join', body('localhost:65536'), [400]],
  [
    'one bad join line among good ones',
    'POST',
    '/dht/join',
    body('localhost:5001\nbad line\n'),
    [400],
  ],
  ['a join of 65 lines', 'PUT', '/dht/join', body('localhost:5001\n'.repeat(65)), [400, 413, 422]],
  ['a join body beyond every bound', 'PUT', '/dht/join', body('x'.repeat(65 * KIB)), [413]],
  [
    'a join of an address outside this machine',
    'PUT',
    '/dht/join',
    body('192.0.2.1:80'),
    [400, 403, 422],
  ],
  ['a join of 0.0.0.0', 'PUT', '/dht/join', body('0.0.0.0:80'), [400, 403, 422]],
  [
    'a join of a link-local address',
    'PUT',
    '/dht/join',
    body('169.254.169.254:80'),
    [400, 403, 422],
  ],
  [
    'a join of bytes that are no UTF-8',
    'PUT',
    '/dht/join',
    { body: Buffer.from([0xff, 0xfe]) },
    [400],
  ],
  ['a missing id', 'GET', '/dht/find_successor', {}, [400]],
  ['an id of letters', 'GET', '/dht/find_successor?id=abc', {}, [400]],
  ['a negative id', 'GET', '/dht/closest_preceding_node?id=-1', {}, [400]],
  ['an id of 2^160', 'GET', `/dht/find_successor?id=${2n ** 160n}`, {}, [400]],
  ['a notify of nobody', 'POST', '/dht/notify', {}, [400]],
  ['a notify of nonsense', 'POST', '/dht/notify?addr=nonsense', {}, [400]],
  ['an empty key', 'GET', '/db/', {}, [400]],
  ['an empty key to write', 'PUT', '/db/', body('x'), [400]],
  ['bad percent-encoding', 'GET', '/db/%ZZ', {}, [400]],
  ['a percent at the end', 'PUT', '/db/a%', body('x'), [400]],
  ['a key that is no UTF-8', 'GET', '/db/%FF%FE', {}, [400]],
  ['a key with a control character', 'PUT', '/db/a%00b', body('x'), [400]],
  ['a key of 1,025 bytes', 'PUT', `/db/${'k'.repeat(1025)}`, body('x'), [413]],
  ['a key of 4,000 bytes', 'GET', `/db/${'k'.repeat(4000)}`, {}, [413, 414]],
  ['a value beyond the limit', 'PUT', '/db/large', { body: Buffer.alloc(LIMIT + 1) }, [413]],
  ['an unknown path', 'GET', '/nowhere', {}, [404]],
  ['an unknown path below the API', 'GET', '/api/v1/nothing', {}, [404]],
  ['a method that a path has not', 'PATCH', '/db/x', body('x'), [405]],
  ['another method that a path has not', 'DELETE', '/dht/peers', {}, [405]],
  ['a malformed If-Match', 'PUT', '/api/v1/keys/x', headers({ 'If-Match': 'unquoted' }), [400]],
  [
    'a malformed If-None-Match',
    'PUT',
    '/api/v1/keys/x',
    headers({ 'If-None-Match': 'unquoted' }),
    [400],
  ],
  [
    'two conditions of which one does not hold',
    'PUT',
    '/api/v1/keys/x',
    headers({ 'If-Match': '"a"', 'If-None-Match': '*' }),
    [412],
  ],
  ['a time to live of 0', 'PUT', '/api/v1/keys/x?ttl=0', body('x'), [400, 422]],
  ['a time to live of letters', 'PUT', '/api/v1/keys/x?ttl=soon', body('x'), [400, 422]],
  ['a page of 0 keys', 'GET', '/api/v1/keys?limit=0', {}, [400, 422]],
  ['a page of letters', 'GET', '/api/v1/keys?limit=all', {}, [400, 422]],
  ['a cursor that nobody gave', 'GET', '/api/v1/keys?cursor=%21%21', {}, [400, 422]],
  ['a JSON join that is no JSON', 'POST', '/api/v1/ring/join', body('{"peers": ['), [400]],
  ['a JSON join without peers', 'POST', '/api/v1/ring/join', body('{}'), [400, 422]],
  ['a JSON join of numbers', 'POST', '/api/v1/ring/join', body('{"peers": [1]}'), [400, 422]],
  ['a lookup from nobody', 'GET', '/api/v1/lookups/x?from=nobody', {}, [400, 404, 422]],
  ['a member that is none', 'GET', `/api/v1/nodes/${'0'.repeat(40)}`, {}, [404]],
  ['a member that is no id', 'GET', '/api/v1/nodes/zz', {}, [400, 404]],
  ['a Host of another site', 'GET', '/dht/peers', { headers: { Host: 'example.org' } }, [421]],
  ['a write from a foreign page', 'PUT', '/db/x', headers({ Origin: 'http://example.org' }), [403]],
  [
    'a leave from a foreign page',
    'GET',
    '/dht/leave',
    { headers: { 'Sec-Fetch-Site': 'cross-site' } },
    [403],
  ],
  [
    'a shutdown from a foreign page',
    'GET',
    '/shutdown',
    { headers: { Origin: 'http://example.org' } },
    [403],
  ],
];

describe('a node', () => {
  const lab = useLab();
  let node: NodeProcess;
  let other: NodeProcess;

  beforeAll(async () => {
    [node, other] = (await lab.startRing(2)) as [NodeProcess, NodeProcess];
    await answered(node.put('/db/kept', 'kept'), 200);
  });

  const problemOf = (answer: Answer): ProblemDto | undefined =>
    answer.text === '' ? undefined : answer.json<ProblemDto>();

  const expectUnchanged = async () => {
    await lab.untilListed([node, other]);
    expect(await textOf(other.get('/db/kept'))).toBe('kept');
  };

  it.each(ROWS)('answers %s clearly and goes on', async (_, method, path, question, statuses) => {
    const answer = await answered(node.ask(method, path, question), ...statuses);
    const { status, headers: fields, text } = answer;
    const problem = problemOf(answer);
    expect(fields['content-type']).toContain('application/problem+json');
    expect(problem).toMatchObject({
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(problem?.code).toMatch(/^[A-Z][A-Z_]+$/);
    expect(problem?.requestId).toBeTruthy();
    expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules|\.m?[jt]s:\d/);
    if (status === 405) expect(fields.allow).toMatch(/[A-Z]+/);
    await expectUnchanged();
  });

  it('names the peer that does not answer, and leaves the ring as it was', async () => {
    const [nobody] = await claimPorts(1);
    const join = node.once('PUT', '/dht/join', { body: `localhost:${nobody}\n` });
    expect((await answered(join, 502, 504)).text).toContain(`localhost:${nobody}`);
    await answered(node.once('POST', `/dht/notify?addr=localhost:${nobody}`), 502, 504);
    await expectUnchanged();
  });

  it.each(['--bits 10', '--replicas 1'])('refuses a peer with %s', async (option) => {
    const [stranger] = await lab.start(1, { args: option.split(' ') });
    await answered(node.put('/dht/join', stranger!.address), 409);
    await expect(joinAll(stranger!, [node])).rejects.toThrow('answered 409');
    await expectUnchanged();
    expect(linesOf(await stranger!.get('/dht/peers'))).toEqual([stranger!.address]);
  });

  it('takes a join body with blank lines, spaces and \\r\\n', async () => {
    const text = `\r\n  ${other.address}  \r\n\r\n${node.address}\n`;
    expect((await textOf(node.put('/dht/join', text))).trim()).toBe('ok');
    await expectUnchanged();
  });
});

describe('a node that is started wrongly', () => {
  const lab = useLab();

  it.each([
    ['an option that there is not', ['--colour', 'red'], 78],
    ['ids of no length', ['--bits', '0'], 78],
    ['a name for all the world to reach', ['--bind', '0.0.0.0'], 78],
  ])('ends with a reason: %s', async (_, args, code) => {
    const [node] = await lab.prepare(1);
    node!.spawn(args);
    expect(await node!.ended()).toEqual({ code, signal: null });
    expect(node!.log).toContain(args[0]);
  });

  it('ends with a reason: a port that is taken', async () => {
    const [first] = await lab.start(1);
    const [second] = await lab.prepare(1);
    second!.spawn(['--port', String(first!.port)]);
    expect(await second!.ended()).toEqual({ code: 69, signal: null });
    expect(second!.log).toContain(String(first!.port));
  });

  it('ends with a reason: a data directory in use', async () => {
    const [first] = await lab.start(1);
    const [second] = await lab.prepare(1);
    second!.spawn(['--data-dir', first!.dataDir]);
    expect(await second!.ended()).toEqual({ code: 75, signal: null });
  });
});
