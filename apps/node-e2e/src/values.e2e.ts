// Values go in at any node and come out of any other, byte for byte.
import { randomBytes } from 'node:crypto';
import { answered, textOf } from './harness/answered';
import { anyOf, forEach, pathOf, putMany, whole } from './harness/keys';
import { oracleOf, useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

describe('values in a ring of five', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];

  beforeAll(async () => {
    nodes = await lab.startRing(5);
  });

  it('are read at every node, wherever they were put', async () => {
    const values = await putMany(nodes, 100);
    for (const node of nodes)
      await forEach(values, async ([key, value]) => {
        expect([key, await textOf(node.get(pathOf(key)))]).toEqual([key, value]);
      });
  });

  it.each([
    ['1 MiB of random bytes', randomBytes(1024 * 1024)],
    ['nothing', Buffer.alloc(0)],
    ['one zero byte', Buffer.from([0])],
    ['text beyond ASCII', Buffer.from('Grüße, 世界 🌍\r\n')],
  ])('may be %s', async (name, value) => {
    expect((await textOf(anyOf(nodes).put(pathOf(name), value))).trim()).toBe('ok');
    for (const node of nodes) {
      const { headers, body } = await answered(node.get(pathOf(name)), 200);
      expect(headers['x-chord-found']).toBe('true');
      expect(body.equals(value)).toBe(true);
    }
  });

  it.each([
    ['with a slash, a space, a question mark', 'a/b c?ü'],
    ['that objects have anyway', '__proto__'],
    ['that classes have anyway', 'constructor'],
    ['that has a way up in it', 'a/../b'],
    ['in Cyrillic', 'ключ'],
    ['that looks encoded', '%41'],
    ['of 1,024 bytes', 'k'.repeat(1024)],
  ])('have any key: one %s', async (_, key) => {
    await answered(anyOf(nodes).put(pathOf(key), `of ${key}`), 200);
    for (const node of nodes) expect(await textOf(node.get(pathOf(key)))).toBe(`of ${key}`);
  });

  it.each(['.', '..'])('refuse the key %s, which no URL parser would ask for', async (key) => {
    const encoded = key.replaceAll('.', '%2E');
    await answered(nodes[0]!.put(`/db/${encoded}`, 'x'), 400);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/plain; charset=utf-16',
    'nonsense',
  ])('are raw bytes, also as %s', async (type) => {
    const value = '{"a": not json&b=%20 +';
    const put = nodes[0]!.put(pathOf(type), value, { 'Content-Type': type });
    expect((await textOf(put)).trim()).toBe('ok');
    expect(await textOf(nodes[1]!.get(pathOf(type)))).toBe(value);
  });

  it('that were never written are an empty answer that says so', async () => {
    const { headers, text } = await answered(anyOf(nodes).get('/db/never-written'), 200);
    expect([headers['x-chord-found'], text]).toEqual(['false', '']);
  });

  it('are gone everywhere once deleted', async () => {
    const path = pathOf('to be deleted');
    await answered(anyOf(nodes).put(path, 'soon gone'), 200);
    expect((await textOf(anyOf(nodes).delete(path))).trim()).toBe('deleted');
    for (const node of nodes)
      expect((await answered(node.get(path), 200)).headers['x-chord-found']).toBe('false');
    expect((await textOf(anyOf(nodes).delete(path))).trim()).toBe('non existent');
  });

  it('lie on the path that fingers lead along', async () => {
    const oracle = oracleOf(nodes);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      for (const node of nodes)
        await lab.until(
          `a path from ${node.address} to the owner of ${key}`,
          async (): Promise<true> => {
            const text = await textOf(node.get(`/db/path/${key}`));
            const ids = text
              .trim()
              .split('\n')
              .map((line) => BigInt(`0x${line}`));
            const owner = oracle.owner(key);
            expect([ids[0], ids.at(-1)]).toEqual([oracle.idOf(node.address), oracle.idOf(owner)]);
            if (owner === node.address) expect(ids).toHaveLength(1);
            expect(new Set(ids).size).toBe(ids.length);
            return true;
          },
        );
    }
  });
});

describe('the JSON API', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  const path = '/api/v1/keys/the%20key';

  beforeAll(async () => {
    nodes = await lab.startRing(3);
  });

  it('creates, replaces, reads, and deletes with versions', async () => {
    const json = { 'Content-Type': 'application/json' };
    const created = await answered(nodes[0]!.put(path, '{"n":1}', json), 201);
    const first = String(created.headers.etag);
    expect(first).toMatch(/^"[^"]+"$/);

    const read = await answered(nodes[1]!.get(path), 200);
    expect([read.text, read.headers.etag]).toEqual(['{"n":1}', first]);
    expect(read.headers['content-type']).toContain('application/json');
    expect(nodes.map(({ address }) => address)).toContain(read.headers['x-chord-owner']);
    expect(Number(read.headers['x-chord-hops'])).toBeGreaterThanOrEqual(0);
    expect(Date.parse(String(read.headers['last-modified']))).not.toBeNaN();

    const known = { headers: { 'If-None-Match': first } };
    expect((await answered(nodes[2]!.get(path, known), 304)).body).toHaveLength(0);

    const put = nodes[2]!.put(path, '{"n":2}', { 'If-Match': first, ...json });
    const replaced = await answered(put, 200);
    expect(replaced.headers.etag).not.toBe(first);

    const late = await answered(nodes[1]!.put(path, '{"n":3}', { 'If-Match': first }), 412);
    expect(late.json<{ code: string }>().code).toBe('PRECONDITION_FAILED');
    expect(await textOf(nodes[0]!.get(path))).toBe('{"n":2}');

    await answered(nodes[1]!.put(path, 'x', { 'If-None-Match': '*' }), 412);
    await answered(nodes[1]!.delete(path), 204);
    await answered(nodes[0]!.get(path), 404);
    await answered(nodes[2]!.delete(path), 404);
    await answered(nodes[1]!.put(path, 'x', { 'If-None-Match': '*' }), 201);
  });

  it('lists the keys of the whole ring in pages, each once', async () => {
    const values = await putMany(nodes, 60, 'page');
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 30; page += 1) {
      const query: string = `prefix=page-&limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const list = await whole<ListDto>(anyOf(nodes), `/api/v1/keys?${query}`);
      expect(list.keys.length).toBeLessThanOrEqual(7);
      seen.push(...list.keys.map(({ key }) => key));
      cursor = list.cursor;
    }
    expect(seen).toEqual([...values.keys()].sort());
    const { keys } = await whole<CountDto>(anyOf(nodes), '/api/v1/keys/count?prefix=page-');
    expect(keys).toBe(60);
  });

  it('shows the ring as its members report it', async () => {
    await lab.untilHealthy(nodes);
    const oracle = oracleOf(nodes);
    await lab.until('all of it', async (): Promise<true> => {
      const ring = (await answered(nodes[0]!.get('/api/v1/ring'), 200)).json<RingDto>();
      expect(ring.members.map(({ node }) => node.address)).toEqual(
        oracle.clockwise(nodes[0]!.address),
      );
      expect([ring.answered, ring.total, ring.complete]).toEqual([3, 3, true]);
      expect(ring.members.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 6);
      expect(ring.health.state).not.toBe('broken');
      expect(ring.invariants.filter(({ holds }) => !holds)).toEqual([]);
      return true;
    });
  });

  it('traces a lookup from any member, hop by hop', async () => {
    const oracle = oracleOf(nodes);
    for (const from of nodes)
      await lab.until(`the way from ${from.address}`, async (): Promise<true> => {
        const path = `/api/v1/lookups/idjada?from=${from.address}`;
        const trace = (await answered(nodes[0]!.get(path), 200)).json<LookupDto>();
        expect(trace.start.address).toBe(from.address);
        expect(trace.owner.address).toBe(oracle.owner('idjada'));
        expect(trace.path.at(0)?.address).toBe(from.address);
        expect(trace.path.at(-1)?.address).toBe(trace.owner.address);
        return true;
      });
  });
});

interface CountDto {
  readonly keys: number;
  readonly complete: boolean;
}

interface ListDto {
  readonly keys: readonly { readonly key: string }[];
  readonly cursor: string | null;
  readonly complete: boolean;
}

interface RingDto {
  readonly members: {
    readonly node: { readonly address: string };
    readonly share: number | null;
  }[];
  readonly answered: number;
  readonly total: number;
  readonly complete: boolean;
  readonly health: { readonly state: string };
  readonly invariants: { readonly name: string; readonly holds: boolean }[];
}

interface LookupDto {
  readonly start: { readonly address: string };
  readonly owner: { readonly address: string };
  readonly path: { readonly address: string }[];
}
