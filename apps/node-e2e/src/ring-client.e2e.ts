// The client of @chord-dht/ring-client on real nodes: one dies under load, one joins, and a program without a token
// is refused.
import { ChordClient } from '@chord-dht/client';
import { ClientError, RingClient } from '@chord-dht/ring-client';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered } from './harness/answered';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { measured } from './harness/measured';
import { PATIENCE } from './harness/patience';
import { RingLoad } from './harness/ring-load';

const timeoutMs = 120_000 * PATIENCE;
const endpointsOf = (nodes: readonly NodeProcess[]) => nodes.map(({ address }) => address);

/** The failure of a call that has to fail. */
async function failureOf(call: Promise<unknown>): Promise<ClientError> {
  const result = await call.catch((error: unknown) => error);
  if (result instanceof ClientError) return result;
  throw new Error(`it did not fail: ${JSON.stringify(result)}`);
}

describe('a client that knows a ring of three', () => {
  const lab = useLab();
  let nodes: NodeProcess[];
  let client: RingClient;

  beforeAll(async () => {
    nodes = await lab.startRing(3);
    await lab.untilHealthy(nodes);
    client = await RingClient.connect({ endpoints: endpointsOf(nodes).slice(0, 1), timeoutMs });
  });
  afterAll(() => client.close());

  it('learns the members from one of them', async () => {
    await lab.until('all members', async () => {
      await client.get('any');
      const known = [...client.memberAddresses].sort().join(' ');
      return known === endpointsOf(nodes).sort().join(' ') || known;
    });
  });

  it('writes, reads and removes at the owner itself, under conditions and with an end', async () => {
    const first = await client.put('docs/ä b', 'hello', { ifNoneMatch: '*', ttl: 600 });
    expect(first).toMatchObject({ created: true, replayed: false, hops: 0 });
    const found = await client.get('docs/ä b');
    expect(found?.text()).toBe('hello');
    expect(found).toMatchObject({
      ...{ version: first.version, contentType: 'text/plain; charset=utf-8', hops: 0 },
      ...{ expiresAt: first.expiresAt, owner: first.owner },
    });
    const refused = await failureOf(client.put('docs/ä b', 'x', { ifNoneMatch: '*' }));
    expect(refused).toMatchObject({ code: 'PRECONDITION_FAILED', outcome: 'not-applied' });
    const second = await client.put('docs/ä b', Uint8Array.of(0, 255), { ifMatch: first.version });
    expect(second).toMatchObject({ created: false, expiresAt: null });
    expect([...((await client.get('docs/ä b'))?.bytes ?? [])]).toEqual([0, 255]);
    const late = await failureOf(client.delete('docs/ä b', { ifMatch: first.version }));
    expect(late.code).toBe('PRECONDITION_FAILED');
    expect(await client.delete('docs/ä b', { ifMatch: second.version })).toBe(true);
    expect(await client.delete('docs/ä b')).toBe(false);
    expect(await client.get('docs/ä b')).toBeUndefined();
  });

  it('sees what the HTTP API writes, and is seen by it, each in the words of the other', async () => {
    const http = new ChordClient({ endpoints: endpointsOf(nodes), timeoutMs });
    const written = await http.put('both', 'over HTTP', { ttl: 60, contentType: 'text/x-one' });
    const { version, expiresAt } = written;
    expect(await client.get('both')).toMatchObject({
      version,
      expiresAt,
      contentType: 'text/x-one',
    });
    const options = { idempotencyKey: 'one-of-both', ifMatch: version };
    const replaced = await client.put('both', 'over the wire', options);
    expect(await http.put('both', 'over the wire', options)).toMatchObject({
      ...{ version: replaced.version, replayed: true },
    });
    const other = await failureOf(http.put('both', 'another', options));
    expect(other.code).toBe('OTHER_REQUEST');
    expect((await failureOf(client.put('both', 'another', options))).code).toBe('OTHER_REQUEST');
    expect(await http.get('both')).toMatchObject({ version: replaced.version, expiresAt: null });
  });

  it('carries values of every size, and many at a time', async () => {
    const values = Array.from({ length: 600 }, (_, at) => `value ${at} ${'x'.repeat(at)}`);
    await Promise.all(values.map((value, at) => client.put(`many/${at}`, value)));
    const found = await Promise.all(values.map((_, at) => client.get(`many/${at}`)));
    expect(found.map((value) => value?.text())).toEqual(values);
    const large = Buffer.alloc(1024 * 1024, 'a large value. ');
    await client.put('large', large);
    expect(Buffer.compare((await client.get('large'))?.bytes ?? Buffer.of(), large)).toBe(0);
    const tooLarge = await failureOf(client.put('large', Buffer.alloc(1024 * 1024 + 1)));
    expect(tooLarge).toMatchObject({ code: 'VALUE_TOO_LARGE', outcome: 'not-applied' });
    expect((await failureOf(client.put('', 'x'))).code).toBe('KEY_INVALID');
  });

  it('ends a call when its caller does, and says nothing for certain about a write', async () => {
    const end = new AbortController();
    const write = failureOf(client.put('ended', 'x', { signal: end.signal }));
    end.abort();
    expect(await write).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
    expect((await failureOf(client.get('ended', { signal: end.signal }))).code).toBe('ABORTED');
  });

  it('goes on while one of three is killed, and gives no wrong answer', async () => {
    const load = new RingLoad(client, endpointsOf(nodes));
    const [killed] = nodes as [NodeProcess];
    await load.start();
    await load.calls(2_000);
    await killed.kill();
    const killedMs = performance.now();
    await load.everyKeyIsServed();
    const backMs = performance.now() - killedMs;
    await load.calls(2_000);
    await load.stop();
    measured('every key is served again after a kill', backMs, 'ms');
    measured('calls that failed', load.errors.length, `of ${load.done}`);
    expect(load.wrong).toEqual([]);
    // Whoever waits as long as a call may take meets no error at all; the time that passes is not judged here.
    expect(load.errors).toEqual([]);
    await lab.until('the client to have forgotten the member that is gone', async () => {
      await client.get('any');
      return !client.memberAddresses.includes(killed.address) || client.memberAddresses.join(', ');
    });
  });

  it('follows the ring as it grows, and asks the new member itself', async () => {
    const [first, second] = nodes.slice(1) as [NodeProcess, NodeProcess];
    const [fresh] = (await lab.start(1)) as [NodeProcess];
    await answered(fresh.put('/dht/join', first.address), 200);
    const load = new RingLoad(client, endpointsOf([first, second, fresh]));
    await load.start();
    await lab.untilOneRing([first, second, fresh]);
    await lab.until(`calls that ${fresh.address} answers directly`, async () => {
      await load.calls(200);
      const direct = load.ownersOf(0);
      return direct.has(fresh.address) || `so far ${[...direct].join(', ')}`;
    });
    await load.stop();
    expect(load.wrong).toEqual([]);
    expect(load.errors).toEqual([]);
    await lab.until('the client to know the new member', async () => {
      await client.get('any');
      return client.memberAddresses.includes(fresh.address) || client.memberAddresses.join(', ');
    });
  });
});

describe('clients of a ring with tokens and a peer secret', () => {
  const lab = useLab();
  const folder = mkdtempSync(join(tmpdir(), 'chord-ring-client-'));
  const tokensFile = join(folder, 'tokens');
  const secret = join(folder, 'secret');
  const line = (name: string, role: string, prefix = ''): string =>
    `${name} ${role} ${createHash('sha256').update(`token of ${name}`.replaceAll(' ', '-')).digest('hex')} ${prefix}`;
  const tokenOf = (name: string): string => `token-of-${name}`;
  let nodes: NodeProcess[];
  const connect = (token?: string): Promise<RingClient> =>
    RingClient.connect({ endpoints: endpointsOf(nodes), token, timeoutMs });

  beforeAll(async () => {
    writeFileSync(secret, 's'.repeat(40), { mode: 0o600 });
    const lines = [line('ada', 'admin'), line('rea', 'read'), line('part', 'write', 'users/')];
    writeFileSync(tokensFile, lines.join('\n'), { mode: 0o600 });
    const args = [
      ...['--tokens-file', tokensFile, '--peer-secret-file', secret],
      // Each has several places on the ring, behind one connection.
      ...['--virtual-nodes', '3'],
    ];
    nodes = await lab.start(2, { args });
    const [first, second] = nodes as [NodeProcess, NodeProcess];
    const admin = { authorization: `Bearer ${tokenOf('ada')}` };
    await answered(first.put('/dht/join', second.address, admin), 200);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('refuses whoever has no token, or a wrong one, with a sentence', async () => {
    const none = await failureOf(connect());
    expect(none).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(none.message).toMatch(/refuses this client: This node asks for a token/);
    const wrong = await failureOf(connect('token-of-nobody'));
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(wrong.message).toMatch(/The token is not one of this node/);
    expect(wrong.message).not.toContain('token-of-nobody');
    // The secret of the members opens no door for clients.
    expect((await failureOf(connect('s'.repeat(40)))).code).toBe('UNAUTHENTICATED');
  });

  it('lets each do what its token is for, at the owner and through another member', async () => {
    const [ada, rea, part] = await Promise.all(
      ['ada', 'rea', 'part'].map((name) => connect(tokenOf(name))),
    );
    const keys = Array.from({ length: 8 }, (_, at) => `users/${at}`);
    for (const key of keys) {
      expect((await part?.put(key, 'mine'))?.created).toBe(true);
      expect((await rea?.get(key))?.text()).toBe('mine');
      const refused = await failureOf(rea?.put(key, 'x') as Promise<unknown>);
      expect(refused).toMatchObject({ code: 'FORBIDDEN', outcome: 'not-applied' });
      const others = await failureOf(part?.get(`other/${key}`) as Promise<unknown>);
      expect(others.message).toMatch(/for keys that begin with "users\/"/);
      expect((await failureOf(part?.delete(`other/${key}`) as Promise<unknown>)).code).toBe(
        'FORBIDDEN',
      );
      expect(await ada?.delete(key)).toBe(true);
    }
    await Promise.all([ada, rea, part].map((each) => each?.close()));
  });

  it('cuts a client off whose token is taken out of the file', async () => {
    const part = await connect(tokenOf('part'));
    expect((await part.put('users/last', 'x')).created).toBe(true);
    writeFileSync(tokensFile, [line('ada', 'admin'), line('rea', 'read')].join('\n'), {
      mode: 0o600,
    });
    await lab.until('the token to be void', async () => {
      const failure = await part.get('users/last').catch((error: unknown) => error as ClientError);
      return (failure as ClientError | undefined)?.code === 'UNAUTHENTICATED' || 'it still holds';
    });
    await part.close();
  });
});
