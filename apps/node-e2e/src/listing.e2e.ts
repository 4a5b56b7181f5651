// A listing of the whole ring: sorted, each key once, and counted, while others write.
import { answered } from './harness/answered';
import { doBatch, runBatch, type Operation } from './harness/batches';
import { anyOf, whole } from './harness/keys';
import { useLab } from './harness/lab';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';

interface Page {
  readonly keys: { readonly key: string }[];
  readonly prefixes: string[];
  readonly cursor: string | null;
  readonly complete: boolean;
}

interface Count {
  readonly keys: number;
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
      await doBatch(anyOf(nodes), puts);
    }
  });

  const page = (query: string): Promise<Page> => whole<Page>(anyOf(nodes), `/api/v1/keys?${query}`);

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
        const { keys, cursor: next }: Page = await page(`prefix=list/&limit=1000${from}`);
        expect(keys.length).toBeLessThanOrEqual(1_000);
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

  /** Each key, page after page. */
  const listAll = async (): Promise<string[]> => {
    const listed: string[] = [];
    for (let cursor: string | null = '', first = true; cursor !== null; first = false) {
      const from: string = first ? '' : `&cursor=${cursor}`;
      const { keys, cursor: next }: Page = await page(`prefix=list/&limit=1000${from}`);
      listed.push(...keys.map(({ key }) => key));
      cursor = next;
    }
    return listed;
  };

  it('counts them exactly when nobody writes, and lists one level', async () => {
    const count = async (prefix: string): Promise<number> => {
      const { keys } = await whole<Count>(anyOf(nodes), `/api/v1/keys/count?prefix=${prefix}`);
      return keys;
    };
    // A write of which nobody knows whether it was done may still be.
    await lab.until('counts of what is listed', async () => {
      const listed = await listAll();
      const seventh = listed.filter((key) => key.startsWith('list/7/')).length;
      const others = listed.filter((key) => key.includes('other')).length;
      const [all, ofSeventh] = [await count(''), await count('list/7/')];
      const isRight = all === KEYS + others && ofSeventh === seventh;
      return isRight || `${all} of ${KEYS} and ${others}, ${ofSeventh} of ${seventh}`;
    });
    const level = await page('prefix=list/&delimiter=/&limit=1000');
    expect(level).toMatchObject({ keys: [], cursor: null });
    expect(level.prefixes).toEqual(Array.from({ length: 100 }, (_, at) => `list/${at}/`).sort());
  });

  it('forgets a value at the end of its life: reading, listing and count of every node', async () => {
    const key = 'short/lived';
    const path = `/api/v1/keys/${encodeURIComponent(key)}`;
    const put = await answered(anyOf(nodes).put(`${path}?ttl=2`, 'x'), 201);
    const endsAtMs = Date.parse(String(put.headers['x-chord-expires']));
    await lab.until('the value is gone everywhere', async () => {
      for (const node of nodes) {
        const read = await node.get(path);
        const list = await whole<Page>(node, '/api/v1/keys?prefix=short/');
        const count = await whole<Count>(node, '/api/v1/keys/count?prefix=short/');
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
