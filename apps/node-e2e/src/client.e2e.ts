// The client of @chord-dht/client on real nodes, while one of them dies.
import { ChordClient, type WatchEvent } from '@chord-dht/client';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { PATIENCE } from './harness/patience';

const TIMEOUT_MS = 120_000 * PATIENCE;
const endpointsOf = (nodes: readonly NodeProcess[]) => nodes.map(({ address }) => address);

describe('a client of a ring of three', () => {
  const lab = useLab();
  let nodes: NodeProcess[];
  let client: ChordClient;

  beforeAll(async () => {
    nodes = await lab.startRing(3);
    await lab.untilHealthy(nodes);
    client = new ChordClient({ endpoints: endpointsOf(nodes), timeoutMs: TIMEOUT_MS });
  });

  it('writes, reads, and removes, under conditions and with an end', async () => {
    const first = await client.put('docs/a b', 'hello', { ifNoneMatch: '*', ttl: 600 });
    expect(first).toMatchObject({ created: true, replayed: false });
    const found = await client.get('docs/a b');
    expect(found?.text()).toBe('hello');
    expect(found).toMatchObject({
      ...{ version: first.version, contentType: 'text/plain; charset=utf-8' },
      ...{ expiresAt: first.expiresAt, owner: first.owner },
    });
    await expect(client.put('docs/a b', 'x', { ifNoneMatch: '*' })).rejects.toMatchObject({
      ...{ code: 'PRECONDITION_FAILED', status: 412, outcome: 'not-applied' },
    });
    const second = await client.put('docs/a b', Uint8Array.of(0, 255), { ifMatch: first.version });
    expect(second).toMatchObject({ created: false, expiresAt: null });
    // Any one replica may be a moment late.
    await lab.until('a copy at any one', async () => {
      const one = await client.get('docs/a b', { consistency: 'one' });
      return one?.version === second.version || `version ${one?.version}`;
    });
    expect(await client.head('docs/a b')).toMatchObject({
      ...{ version: second.version, contentType: 'application/octet-stream', expiresAt: null },
    });
    expect(await client.getIfChanged('docs/a b', second.version)).toBe('unchanged');
    const changed = await client.getIfChanged('docs/a b', first.version);
    expect([...(changed as { bytes: Uint8Array }).bytes]).toEqual([0, 255]);
    expect((await client.changeLife('docs/a b', 60))?.expiresAt).not.toBeNull();
    expect(await client.delete('docs/a b')).toBe(true);
    expect(await client.delete('docs/a b')).toBe(false);
    expect(await client.get('docs/a b')).toBeUndefined();
    expect(await client.head('docs/a b')).toBeUndefined();
    expect(await client.changeLife('docs/a b', 60)).toBeUndefined();
  });

  it('sends a write again under the same Idempotency-Key without doing it twice', async () => {
    const options = { idempotencyKey: 'once', ttl: 600 };
    const first = await client.put('once', 'v', options);
    const again = new ChordClient({
      ...{ endpoints: (nodes[2] as NodeProcess).address, timeoutMs: TIMEOUT_MS },
    });
    expect(await again.put('once', 'v', options)).toMatchObject({
      ...{ version: first.version, created: true, replayed: true },
    });
    await expect(again.put('once', 'other', options)).rejects.toMatchObject({
      ...{ code: 'OTHER_REQUEST', status: 422 },
    });
  });

  it('writes many, lists them in order and by levels, and counts them', async () => {
    const names = Array.from({ length: 250 }, (_, at) => `many/${at % 5}/${at}`);
    const puts = names.map((key) => ({ op: 'put', key, value: `of ${key}` }) as const);
    expect((await client.batch(puts)).filter(({ error }) => error)).toEqual([]);
    const listed: string[] = [];
    for await (const entry of client.list({ prefix: 'many/', pageSize: 40 }))
      if (entry.kind === 'key') listed.push(entry.key);
    expect(listed).toEqual([...names].sort());
    const levels: string[] = [];
    for await (const entry of client.list({ prefix: 'many/', delimiter: '/' }))
      levels.push(entry.kind === 'prefix' ? entry.prefix : `key ${entry.key}`);
    expect(levels).toEqual([0, 1, 2, 3, 4].map((at) => `many/${at}/`));
    await lab.until('a count of the whole ring', async () => {
      const counted = await client.count('many/');
      return (counted.complete && counted.keys === 250) || JSON.stringify(counted);
    });
    const got = await client.batch([
      { op: 'get', key: 'many/3/13' },
      { op: 'get', key: 'many/none' },
      { op: 'delete', key: 'many/3/13' },
    ]);
    expect(got.map(({ status, error }) => [status, error])).toEqual([
      [200, null],
      [404, null],
      [204, null],
    ]);
    expect(Buffer.from(got[0]?.bytes as Uint8Array).toString()).toBe('of many/3/13');
  });

  it('sees the ring, a node and the path of a key', async () => {
    await lab.until('a ring of three', async () => {
      const { members } = await client.ring();
      return members.length === 3 || `${members.length} members`;
    });
    expect((await client.node()).self.address).toBe((nodes[0] as NodeProcess).address);
    expect(await client.lookup('once')).toMatchObject({ key: 'once' });
  });

  it('goes on while the node that it uses dies: no change is lost to a watch, and no write', async () => {
    const end = new AbortController();
    const told: WatchEvent[] = [];
    const watching = (async () => {
      for await (const event of client.watch({ prefix: 'live/', values: true, signal: end.signal }))
        told.push(event);
    })();
    const keysTold = () => new Set(told.map((event) => ('key' in event ? event.key : '')));
    await lab.until('the watch to be ready', () => told.length > 0 || 'nothing is told');
    const write = async (from: number, to: number) => {
      for (let at = from; at < to; at++) await client.put(`live/${at}`, String(at));
    };
    await write(0, 20);
    await (nodes[0] as NodeProcess).kill();
    await write(20, 60);
    await lab.until('all to be told', () => {
      const keys = keysTold();
      const missing = Array.from({ length: 60 }, (_, at) => `live/${at}`).filter(
        (key) => !keys.has(key),
      );
      // What cannot be made good has to be said, for a key or for all of its arc.
      const isGap = told.some(({ type }) => type === 'gap');
      return missing.length === 0 || isGap || `${missing.length} are missing`;
    });
    end.abort();
    await watching;
    const values = await client.batch(
      Array.from({ length: 60 }, (_, at) => ({ op: 'get', key: `live/${at}` }) as const),
    );
    expect(values.map(({ bytes }) => Buffer.from(bytes as Uint8Array).toString())).toEqual(
      Array.from({ length: 60 }, (_, at) => String(at)),
    );
  });
});

describe('a client of a node with tokens', () => {
  const lab = useLab();
  const folder = mkdtempSync(join(tmpdir(), 'chord-client-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('may do what its token allows', async () => {
    const tokens = join(folder, 'tokens');
    const digest = createHash('sha256').update('a-secret').digest('hex');
    writeFileSync(tokens, `ida write ${digest} mine/\n`, { mode: 0o600 });
    const [node] = (await lab.start(1, { args: ['--tokens-file', tokens] })) as [NodeProcess];
    const endpoints = node.address;
    const client = new ChordClient({ endpoints, token: 'a-secret', timeoutMs: TIMEOUT_MS });
    await client.put('mine/k', 'v');
    expect((await client.get('mine/k'))?.text()).toBe('v');
    const forbidden = { code: 'FORBIDDEN', status: 403, outcome: 'not-applied' };
    await expect(client.put('theirs', 'v')).rejects.toMatchObject(forbidden);
    await expect(new ChordClient({ endpoints }).get('mine/k')).rejects.toMatchObject({
      ...{ code: 'UNAUTHENTICATED', status: 401 },
    });
  });
});
