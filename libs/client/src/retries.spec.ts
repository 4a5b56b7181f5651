import { getEventListeners } from 'node:events';
import { ChordClient } from './chord-client';
import type { ClientError } from './client-error';
import type { ClientOptions } from './options';
import { HandClock, unhurried } from './testing/hand-clock';
import {
  broken,
  nobody,
  problem,
  serve,
  silent,
  value,
  written,
  type ScriptedServer,
} from './testing/scripted-server';

let clock: HandClock;
beforeEach(() => (clock = new HandClock()));

const clientOf = (
  servers: readonly (ScriptedServer | string)[],
  options: Partial<ClientOptions> = {},
): ChordClient =>
  new ChordClient({
    endpoints: servers.map((each) => (typeof each === 'string' ? each : each.endpoint)),
    ...unhurried(clock),
    ...options,
  });

const failureOf = (promise: Promise<unknown>): Promise<ClientError> =>
  promise.then(
    () => Promise.reject(new Error('it has not failed')),
    (error: ClientError) => error,
  );

describe('a reading', () => {
  it('is repeated when the ring cannot serve the key now, not before Retry-After', async () => {
    const server = await serve(
      problem(503, 'UNAVAILABLE', { retryAfter: '2' }),
      problem(504, 'DEADLINE'),
      value('here'),
    );
    const found = await clientOf([server]).get('k');
    expect(found?.text()).toBe('here');
    expect(found?.version).toBe('v1');
    expect(clock.pauses).toEqual([2_050, 200]);
  });

  it('takes Retry-After as a date, too', async () => {
    const soon = new Date(Date.now() + 40_000).toUTCString();
    const server = await serve(problem(503, 'UNAVAILABLE', { retryAfter: soon }), value('here'));
    await clientOf([server]).get('k');
    expect(clock.pauses[0]).toBeGreaterThan(30_000);
  });

  it('goes to the next node at once when one is down, and stays there', async () => {
    const server = await serve(value('here'));
    const client = clientOf([await nobody(), server]);
    expect((await client.get('k'))?.text()).toBe('here');
    expect((await client.get('k'))?.text()).toBe('here');
    expect(server.heard).toHaveLength(2);
    expect(clock.pauses).toEqual([]);
  });

  it('goes to the next node at once when one is overloaded, and does not return too soon', async () => {
    const busy = await serve(problem(503, 'OVERLOADED', { retryAfter: '7' }), value('from it'));
    const other = await serve(broken, value('from the other'));
    const client = clientOf([busy, other]);
    expect((await client.get('k'))?.text()).toBe('from the other');
    expect(busy.heard).toHaveLength(1);
    // The other one is available earlier than the overloaded one.
    expect(clock.pauses).toEqual([100]);
  });

  it('asks another when a node does not answer in time', async () => {
    const hung = await serve(silent);
    const other = await serve(value('here'));
    const asked = hung.next();
    const found = clientOf([hung, other]).get('k');
    await asked;
    clock.runOut();
    expect((await found)?.text()).toBe('here');
  });

  it('is attempted a bounded number of times, with pauses that grow', async () => {
    const server = await serve(problem(503, 'UNAVAILABLE'));
    const error = await failureOf(clientOf([server], { attemptsMax: 5 }).get('k'));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', status: 503, requestId: 'r1' });
    expect(server.heard).toHaveLength(5);
    expect(clock.pauses).toEqual([100, 200, 400, 800]);
  });

  it('has jitter in its pauses', async () => {
    const server = await serve(problem(503, 'UNAVAILABLE'), value('here'));
    await clientOf([server], { random: () => 0 }).get('k');
    expect(clock.pauses).toEqual([50]);
  });

  it('fails at once when Retry-After lies behind its deadline', async () => {
    const server = await serve(problem(503, 'UNAVAILABLE', { retryAfter: '3600' }));
    const error = await failureOf(clientOf([server]).get('k'));
    expect(error.code).toBe('UNAVAILABLE');
    expect(server.heard).toHaveLength(1);
  });

  it('ends with its signal, while it waits and while it is asked', async () => {
    const server = await serve(silent);
    const end = new AbortController();
    const asked = server.next();
    const first = failureOf(clientOf([server]).get('k', { signal: end.signal }));
    await asked;
    end.abort();
    expect((await first).code).toBe('ABORTED');
    expect((await failureOf(clientOf([server]).get('k', { signal: end.signal }))).code).toBe(
      'ABORTED',
    );
    expect(server.heard).toHaveLength(1);
  });

  it('shares its signal with any number of others', async () => {
    const server = await serve(silent);
    const end = new AbortController();
    const client = clientOf([server]);
    const failures = Array.from({ length: 12 }, (_, at) =>
      failureOf(client.get(`k${at}`, { signal: end.signal })),
    );
    expect(getEventListeners(end.signal, 'abort')).toHaveLength(1);
    end.abort();
    for (const { code } of await Promise.all(failures)) expect(code).toBe('ABORTED');
    expect(getEventListeners(end.signal, 'abort')).toHaveLength(0);
  });

  it('does not take a 404 of something else for the absence of a value', async () => {
    const proxy = await serve((response) => response.writeHead(404).end('<h1>nothing</h1>'));
    expect(await failureOf(clientOf([proxy]).get('k'))).toMatchObject({
      code: 'BAD_ANSWER',
      status: 404,
    });
    expect(await failureOf(clientOf([proxy]).head('k'))).toMatchObject({ code: 'BAD_ANSWER' });
    const node = await serve(problem(404, 'KEY_NOT_FOUND'));
    expect(await clientOf([node]).get('k')).toBeUndefined();
  });
});

describe('a write', () => {
  it('bears the same Idempotency-Key in each attempt, at whatever node', async () => {
    const first = await serve(broken);
    const second = await serve(problem(503, 'SEALED', { outcome: 'unknown' }), written);
    const { version, created } = await clientOf([first, second]).put('k', 'v');
    expect({ version, created }).toEqual({ version: 'v1', created: true });
    const heard = [...first.heard, ...second.heard];
    expect(heard.length).toBeGreaterThanOrEqual(3);
    const keys = new Set(heard.map(({ headers }) => headers['idempotency-key']));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['a connection that breaks', broken],
    ['an answer that leaves it open', problem(503, 'UNAVAILABLE', { outcome: 'unknown' })],
    ['an answer without a word about it', problem(504, 'DEADLINE')],
  ])('without one is not repeated after %s', async (_, answer) => {
    const server = await serve(answer, written);
    const client = clientOf([server]);
    const error = await failureOf(client.put('k', 'v', { idempotencyKey: false }));
    expect(error.outcome).toBe('unknown');
    expect(server.heard).toHaveLength(1);
    expect(server.heard[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it.each([
    ['nothing was applied', problem(503, 'UNAVAILABLE', { outcome: 'not-applied' })],
    ['it was refused at the door', problem(429, 'TOO_MANY_REQUESTS')],
  ])('without one is repeated where it is certain that %s', async (_, answer) => {
    const server = await serve(answer, written);
    await clientOf([server]).put('k', 'v', { idempotencyKey: false });
    expect(server.heard).toHaveLength(2);
  });

  it('without one goes to the next node when no byte was sent', async () => {
    const server = await serve(written);
    await clientOf([await nobody(), server]).put('k', 'v', { idempotencyKey: false });
    expect(server.heard).toHaveLength(1);
  });

  it('is in doubt when an earlier attempt may have taken effect, whatever the last one says', async () => {
    const server = await serve(broken, problem(412, 'PRECONDITION_FAILED'));
    const error = await failureOf(clientOf([server]).put('k', 'v', { ifMatch: 'v0' }));
    expect(error).toMatchObject({ code: 'PRECONDITION_FAILED', outcome: 'unknown' });
    expect(server.heard[1]?.headers['if-match']).toBe('"v0"');
  });

  it('is not in doubt when it was refused', async () => {
    const server = await serve(problem(412, 'PRECONDITION_FAILED'));
    const error = await failureOf(clientOf([server]).delete('k', { ifMatch: 'v0' }));
    expect(error).toMatchObject({ code: 'PRECONDITION_FAILED', outcome: 'not-applied' });
  });

  it('that is aborted while a node works on it is in doubt', async () => {
    const server = await serve(silent);
    const end = new AbortController();
    const asked = server.next();
    const failure = failureOf(clientOf([server]).put('k', 'v', { signal: end.signal }));
    await asked;
    end.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
  });

  it('that is aborted before it is sent is certainly not applied', async () => {
    const server = await serve(written);
    const signal = AbortSignal.abort();
    expect(await failureOf(clientOf([server]).put('k', 'v', { signal }))).toMatchObject({
      ...{ code: 'ABORTED', outcome: 'not-applied' },
    });
    const reading = await failureOf(clientOf([server]).get('k', { signal }));
    expect(reading.outcome).toBeUndefined();
    expect(server.heard).toEqual([]);
  });

  it.each([
    ['refused at the door', problem(429, 'TOO_MANY_REQUESTS'), 'not-applied'],
    ['not answered', broken, 'unknown'],
  ])('that is aborted in a pause keeps the outcome from before: %s', async (_, answer, outcome) => {
    const server = await serve(answer);
    const end = new AbortController();
    const after: HandClock['after'] = (delayMs, task, what) => {
      if (what === 'limit') return clock.after(delayMs, task, what);
      queueMicrotask(() => end.abort());
      return () => undefined;
    };
    const inPause = { nowMs: () => clock.nowMs(), after };
    const client = clientOf([server], { clock: inPause });
    // The first pause may be 0 ms: there are two attempts then.
    const failure = await failureOf(client.put('k', 'v', { signal: end.signal }));
    expect(failure).toMatchObject({ code: 'ABORTED', outcome });
  });

  it('sends what was asked for', async () => {
    const server = await serve(written);
    const client = clientOf([server]);
    const options = { ttl: 60, contentType: 'text/markdown', idempotencyKey: 'mine' };
    await client.put('a/b c', 'v', { ...options, ifNoneMatch: '*' });
    expect(server.heard[0]).toMatchObject({
      ...{ method: 'PUT', url: '/api/v1/keys/a%2Fb%20c?ttl=60', body: 'v' },
      headers: {
        ...{ 'content-type': 'text/markdown', 'idempotency-key': 'mine', 'if-none-match': '*' },
      },
    });
  });
});

it.each([400, 401, 403, 413, 422, 500, 507])('status %i is not asked again', async (status) => {
  const server = await serve(problem(status, 'SOME_CODE'));
  expect(await failureOf(clientOf([server]).get('k'))).toMatchObject({ status });
  expect(await failureOf(clientOf([server]).put('k', 'v'))).toMatchObject({ status });
  expect(server.heard).toHaveLength(2);
});

describe('a token', () => {
  it('is sent with each request, and may be replaced', async () => {
    const server = await serve(value('here'));
    let token = 'first';
    const client = clientOf([server], { token: () => token });
    await client.get('k');
    token = 'second';
    await client.get('k');
    const sent = server.heard.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['Bearer first', 'Bearer second']);
  });

  it('that cannot be made fails the call, and no node is taken for one that is down', async () => {
    const server = await serve(value('here'));
    const cause = new Error('expired');
    let isFailing = true;
    const token = (): string => {
      if (isFailing) throw cause;
      return 't';
    };
    const client = clientOf([server, await nobody()], { token });
    const refused = { code: 'BAD_OPTION', cause };
    expect(await failureOf(client.put('k', 'v'))).toMatchObject({
      ...{ ...refused, outcome: 'not-applied' },
    });
    expect(await failureOf(client.watch().next())).toMatchObject(refused);
    isFailing = false;
    expect((await client.get('k'))?.text()).toBe('here');
    expect(clock.pauses).toEqual([]);
    expect(server.heard).toHaveLength(1);
  });

  it('is not sent to the target of a redirect, and is in no error message', async () => {
    const thief = await serve(value('stolen'));
    const server = await serve((response) =>
      response.writeHead(302, { location: `http://${thief.endpoint}/` }).end(),
    );
    const error = await failureOf(clientOf([server], { token: 'secret-token' }).get('k'));
    expect(error).toMatchObject({ code: 'BAD_ANSWER', status: 302 });
    expect(JSON.stringify({ ...error, text: String(error), stack: error.stack })).not.toContain(
      'secret-token',
    );
    expect(thief.heard).toEqual([]);
  });
});

describe('what cannot be sent as it was given', () => {
  const nowhere = (): ChordClient => clientOf(['127.0.0.1:1']);

  it.each(['', '.', '..', 'u\ud800', '\udbffu'])('is refused as a key: %j', async (key) => {
    const client = nowhere();
    const refused = { code: 'KEY_INVALID', outcome: 'not-applied' };
    for (const call of [
      () => client.get(key),
      () => client.head(key),
      () => client.put(key, 'v'),
      () => client.delete(key),
      () => client.changeLife(key, 1),
      () => client.lookup(key),
      () => client.replicas(key),
    ])
      expect(await failureOf(call())).toMatchObject(refused);
  });

  it('is refused as a prefix', async () => {
    const prefix = 'u\ud800';
    const client = nowhere();
    for (const call of [
      () => client.count(prefix),
      () => client.list({ prefix }).next(),
      () => client.watch({ prefix }).next(),
    ])
      expect(await failureOf(call())).toMatchObject({ code: 'KEY_INVALID' });
  });

  it.each([
    ['content-type', { contentType: 'a\r\nb: c' }],
    ['idempotency-key', { idempotencyKey: '世' }],
    ['if-match', { ifMatch: 'a\nb' }],
  ])('is refused as %s', async (name, options) => {
    const server = await serve(written);
    const failure = await failureOf(clientOf([server]).put('k', 'v', options));
    expect(failure).toMatchObject({ code: 'BAD_OPTION', outcome: 'not-applied' });
    expect(failure.message).toContain(name);
    expect(server.heard).toEqual([]);
  });

  it.each([undefined, null, 5, { a: 1 }, ['a'], new Uint16Array([500]), new ArrayBuffer(3)])(
    'is refused as a value: %p',
    async (given) => {
      const server = await serve(written);
      const client = clientOf([server]);
      const value = given as unknown as Uint8Array;
      for (const call of [
        () => client.put('k', value),
        () => client.batch([{ op: 'put', key: 'k', value }]),
      ])
        expect(await failureOf(call())).toMatchObject({
          ...{ code: 'BAD_OPTION', outcome: 'not-applied' },
        });
      expect(server.heard).toEqual([]);
    },
  );

  it('is refused as a token, and is in no error message', async () => {
    const failure = await failureOf(clientOf(['127.0.0.1:1'], { token: 'secret\n!' }).get('k'));
    expect(failure.code).toBe('BAD_OPTION');
    expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain('secret');
  });

  it('is refused as a time', async () => {
    const server = await serve(written);
    const client = clientOf([server]);
    const timeoutMs = NaN;
    const refused = { code: 'BAD_OPTION', outcome: 'not-applied' };
    for (const call of [
      () => client.put('k', 'v', { timeoutMs }),
      () => client.batch([{ op: 'put', key: 'k', value: 'v' }], { timeoutMs }),
      () => client.list({ timeoutMs }).next(),
      () => client.watch({ timeoutMs }).next(),
      () => client.join(['a:1'], { timeoutMs }),
    ])
      expect(await failureOf(call())).toMatchObject(refused);
    expect(server.heard).toEqual([]);
  });

  it.each(['timeoutMs', 'attemptTimeoutMs', 'attemptsMax', 'backoffMs', 'silenceMs'])(
    'is refused as %s of a client',
    (name) => {
      for (const given of [NaN, 0, -1])
        expect(() => clientOf(['a:1'], { [name]: given })).toThrow(name);
    },
  );
});

it('a limit without an end is none that runs out at once', async () => {
  const after = jest.fn(() => () => undefined);
  const endless = { timeoutMs: Infinity, attemptTimeoutMs: Infinity, silenceMs: Infinity };
  const client = clientOf([await serve(written)], {
    ...{ ...endless, clock: { nowMs: () => 0, after } },
  });
  await client.put('k', 'v');
  // What a timer of JavaScript can hold.
  expect(after.mock.calls).toEqual([[2 ** 31 - 1, expect.any(Function), 'limit']]);
});

it.each(['', 'ftp://a', 'http://', 'http://user@a:1', 'a:1?x', 'a b'])(
  '"%s" is refused as an endpoint',
  (endpoint) => {
    expect(() => new ChordClient({ endpoints: endpoint })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }) as Error,
    );
  },
);

it('endpoints may be one text, with a base path or a slash behind them', () => {
  const { endpoints } = new ChordClient({ endpoints: 'a:1, https://b/chord/,a:1' });
  expect(endpoints).toEqual(['http://a:1', 'https://b/chord']);
});
