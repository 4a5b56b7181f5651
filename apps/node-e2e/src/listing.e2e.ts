// A listing of the whole ring: sorted, each key once, and counted, while others write.
import { runBatch, type Operation } from './harness/batches';
import { anyOf } from './harness/keys';
import { useLab } from './harness/lab';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';

interface Page {
  readonly keys: { readonly key: string }[];
  readonly prefixes: string[];
  readonly cursor: string | null;
  readonly complete: boolean;
}

const KEYS = 20_005;
const BATCH = 1_000;

describe('a listing of 20,005 keys in a ring of four', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  const stay = Array.from({ length: KEYS }, (_, at) => `list/${at % 100}/${at}`);

  beforeAll(async () => {
    nodes = await lab.startRing(4);
    await lab.untilHealthy(nodes);
    for (let from = 0; from < KEYS; from += BATCH) {
      const puts = stay
        .slice(from, from + BATCH)
        .map((key): Operation => ({ op: 'put', key, value: 'v' }));
      const failed = (await runBatch(anyOf(nodes), puts)).filter(({ status }) => status !== 201);
      expect(failed).toEqual([]);
    }
  });

  const page = async (query: string): Promise<Page> => {
    const answer = await anyOf(nodes).get(`/api/v1/keys?${query}`);
    expect(answer.status).toBe(200);
    return answer.json<Page>();
  };

  it('has each of them exactly once, sorted, in pages of 1,000 under writes of others', async () => {
    let isWriting = true;
    let written = 0;
    const write = async (): Promise<void> => {
      for (let turn = 0; isWriting; turn += 1) {
        const keys = Array.from({ length: 50 }, (_, at) => `list/${at}/other-${turn % 7}-${at}`);
        const op = turn % 3 === 2 ? 'delete' : 'put';
        await runBatch(
          anyOf(nodes),
          keys.map((key) => ({ op, key, ...(op === 'put' ? { value: 'x' } : {}) })),
        );
        written += keys.length;
      }
    };
    const writing = write();
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    const startMs = performance.now();
    try {
      do {
        const from: string = cursor === null ? '' : `&cursor=${cursor}`;
        const { keys, complete, cursor: next }: Page = await page(`prefix=list/&limit=1000${from}`);
        expect([complete, keys.length <= 1_000]).toEqual([true, true]);
        seen.push(...keys.map(({ key }) => key));
        cursor = next;
        pages += 1;
      } while (cursor !== null);
      measured('a page of 1,000 keys under writes', (performance.now() - startMs) / pages, 'ms');
    } finally {
      isWriting = false;
      await writing;
    }
    expect(written).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((key) => !key.includes('other'))).toEqual([...stay].sort());
  });

  it('counts them exactly when nobody writes, and lists one level', async () => {
    const others: string[] = [];
    for (let cursor: string | null = '', first = true; cursor !== null; first = false) {
      const { keys, cursor: next }: Page = await page(
        `prefix=list/&limit=1000${first ? '' : `&cursor=${cursor}`}`,
      );
      others.push(...keys.map(({ key }) => key).filter((key) => key.includes('other')));
      cursor = next;
    }
    const count = async (prefix: string): Promise<number> => {
      const answer = await anyOf(nodes).get(`/api/v1/keys/count?prefix=${prefix}`);
      const { keys, complete } = answer.json<{ keys: number; complete: boolean }>();
      expect(complete).toBe(true);
      return keys;
    };
    expect(await count('')).toBe(KEYS + others.length);
    expect(await count('list/7/')).toBe(
      [...stay, ...others].filter((key) => key.startsWith('list/7/')).length,
    );
    const level = await page('prefix=list/&delimiter=/&limit=1000');
    expect(level).toMatchObject({ keys: [], cursor: null });
    expect(level.prefixes).toEqual(Array.from({ length: 100 }, (_, at) => `list/${at}/`).sort());
  });

  it('forgets a value at the end of its life: reading, listing and count of every node', async () => {
    const key = 'short/lived';
    const put = await anyOf(nodes).put(`/api/v1/keys/${encodeURIComponent(key)}?ttl=2`, 'x');
    const endsAtMs = Date.parse(String(put.headers['x-chord-expires']));
    await lab.until('the value is gone everywhere', async () => {
      for (const node of nodes) {
        const read = await node.get(`/api/v1/keys/${encodeURIComponent(key)}`);
        const list = (await node.get('/api/v1/keys?prefix=short/')).json<Page>();
        const count = (await node.get('/api/v1/keys/count?prefix=short/')).json<{ keys: number }>();
        if (read.status !== 404 || list.keys.length > 0 || count.keys > 0)
          return `it is at ${node.address}`;
      }
      return true;
    });
    const afterMs = Date.now() - endsAtMs;
    expect(afterMs).toBeGreaterThanOrEqual(0);
    measured('a value is gone everywhere after its end', afterMs, 'ms');
  });
});
