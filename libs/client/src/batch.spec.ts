import { ChordClient } from './chord-client';
import { HandClock, unhurried } from './testing/hand-clock';
import {
  broken,
  problem,
  serve,
  type Answerer,
  type ScriptedServer,
} from './testing/scripted-server';

interface Sent {
  readonly op: string;
  readonly key: string;
  readonly idempotencyKey?: string;
}

const sent = (server: ScriptedServer): Sent[][] =>
  server.heard.map(({ body }) =>
    body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sent),
  );

/** Answers each line with these fields, or with those from `of`. */
const answers =
  (
    of: (key: string) => object = () => ({ status: 200, version: 'v' }),
    linesMax = 1_000,
  ): Answerer =>
  (response, { body }) => {
    const lines = body.trim().split('\n').slice(0, linesMax);
    const texts = lines.map((line, at) => {
      const { op, key } = JSON.parse(line) as Sent;
      return JSON.stringify({ line: at + 1, op, key, ...of(key) });
    });
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(texts.join('\n'));
  };

const clientOf = (server: ScriptedServer) =>
  new ChordClient({ endpoints: server.endpoint, ...unhurried(new HandClock()) });
const put = (key: string, more: object = {}) => ({ op: 'put', key, value: 'x', ...more }) as const;

it('reads texts, bytes and missing values', async () => {
  const fields: Record<string, object> = {
    text: { status: 200, version: 'v', value: 'ä', expiresAt: '2030-01-01T00:00:00.000Z' },
    bytes: { status: 200, version: 'v', base64: '/wA=' },
    none: { status: 404, code: 'KEY_NOT_FOUND', detail: 'none' },
  };
  const server = await serve(answers((key) => fields[key] as object));
  const results = await clientOf(server).batch(
    ['text', 'bytes', 'none'].map((key) => ({ op: 'get', key })),
  );
  expect(results.map(({ bytes }) => bytes && Buffer.from(bytes).toString('hex'))).toEqual([
    'c3a4',
    'ff00',
    null,
  ]);
  expect(results.map(({ error, status }) => [error, status])).toEqual([
    [null, 200],
    [null, 200],
    [null, 404],
  ]);
  expect(results[0]?.expiresAt?.getTime()).toBe(Date.UTC(2030, 0, 1));
});

it('splits what is too much for one request, by number and by size', async () => {
  const server = await serve(answers());
  const many = Array.from({ length: 1_001 }, (_, at) => put(`k${at}`));
  expect(await clientOf(server).batch(many)).toHaveLength(1_001);
  expect(sent(server).map(({ length }) => length)).toEqual([1_000, 1]);
  const large = 'x'.repeat(3 * 1024 * 1024);
  await clientOf(server).batch([put('a', { value: large }), put('b', { value: large })]);
  expect(sent(server).slice(2)).toHaveLength(2);
});

it('repeats what the ring cannot do now, and only that, under the same Idempotency-Key', async () => {
  const later = { status: 503, code: 'UNAVAILABLE', detail: 'not now', outcome: 'unknown' };
  const server = await serve(
    answers((key) => (key === 'b' ? later : { status: 200, version: 'v' })),
    answers(),
  );
  const results = await clientOf(server).batch([put('a'), put('b'), put('c')]);
  expect(results.map(({ error, status }) => [error, status])).toEqual(
    Array.from({ length: 3 }, () => [null, 200]),
  );
  const [first = [], second = []] = sent(server);
  expect(second).toEqual([first[1]]);
  expect(second[0]?.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
});

it('repeats nothing whose order with another of its key could change', async () => {
  const later = { status: 503, code: 'UNAVAILABLE', detail: 'not now', outcome: 'not-applied' };
  const server = await serve(answers(() => later));
  const results = await clientOf(server).batch([put('a'), put('a')]);
  expect(results.map(({ error }) => error?.code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
  expect(server.heard).toHaveLength(1);
});

it('sends all again when an answer breaks off, where each may be repeated', async () => {
  const server = await serve(answers(undefined, 1), answers());
  const results = await clientOf(server).batch([put('a'), put('b')]);
  expect(results.map(({ status }) => status)).toEqual([200, 200]);
  expect(sent(server)).toHaveLength(2);
});

it('marks each unanswered operation as in doubt, where one may not be repeated', async () => {
  const server = await serve(answers(undefined, 1));
  const results = await clientOf(server).batch([put('a', { idempotencyKey: false }), put('b')]);
  expect(results.map(({ status, error }) => [status, error?.outcome])).toEqual([
    [200, undefined],
    [0, 'unknown'],
  ]);
  expect(server.heard).toHaveLength(1);
});

it('fails as a whole when it is refused as a whole', async () => {
  const server = await serve(problem(401, 'UNAUTHENTICATED'));
  await expect(clientOf(server).batch([put('a')])).rejects.toMatchObject({ status: 401 });
});

it('is in doubt as a whole where requests before the one that is refused have been answered', async () => {
  const server = await serve(
    answers(),
    problem(401, 'UNAUTHENTICATED', { outcome: 'not-applied' }),
  );
  const many = Array.from({ length: 1_001 }, (_, at) => put(`k${at}`));
  await expect(clientOf(server).batch(many)).rejects.toMatchObject({ outcome: 'unknown' });
});

it('of reads fails when no node answers', async () => {
  const server = await serve(broken);
  await expect(clientOf(server).batch([{ op: 'get', key: 'a' }])).rejects.toMatchObject({
    code: 'NO_ANSWER',
  });
});
