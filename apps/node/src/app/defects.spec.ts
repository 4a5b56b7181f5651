import type { Id } from '@chord-dht/chord';
import { MemoryRecordStore, type Position } from '@chord-dht/store';
import { DbService, MemberHolder, RECORD_STORE_FACTORY } from '@chord-dht/nest';
import type { NodeConfig } from '../config/options';
import { createLogger } from '../log/logger';
import { startTestNode, until, type Answer, type TestNode } from '../testing/test-node';

/** A store that fails on one key as a programming error does. */
class BrokenStore extends MemoryRecordStore {
  broken: string | undefined = 'bad';
  scans = false;
  attempts = 0;

  override get(keyId: Id, key: string): ReturnType<MemoryRecordStore['get']> {
    if (key === this.broken) this.fail();
    return super.get(keyId, key);
  }

  override read(position: Position): ReturnType<MemoryRecordStore['read']> {
    if (position.key === this.broken) this.fail();
    return super.read(position);
  }

  override scanNames(
    ...given: Parameters<MemoryRecordStore['scanNames']>
  ): ReturnType<MemoryRecordStore['scanNames']> {
    if (this.scans) this.fail();
    return super.scanNames(...given);
  }

  private fail(): never {
    this.attempts += 1;
    throw new TypeError('secret detail of the defect');
  }
}

interface Entry {
  readonly level: string;
  readonly event: string;
  readonly requestId?: string;
  readonly error?: { message: string; stack: string };
}

interface Watched {
  readonly node: TestNode;
  readonly store: BrokenStore;
  readonly entries: Entry[];
}

async function start(config: Partial<NodeConfig> = {}): Promise<Watched> {
  const store = new BrokenStore();
  const entries: Entry[] = [];
  const write = (line: string): void => void entries.push(JSON.parse(line) as Entry);
  const log = createLogger({ level: 'info', format: 'json', write });
  const replace = new Map([[RECORD_STORE_FACTORY, () => store]]);
  const node = await startTestNode({ log, replace, config });
  return { node, store, entries };
}

const defectsOf = ({ entries }: Watched): Entry[] =>
  entries.filter(({ event }) => event === 'defect');

async function counted({ node }: Watched): Promise<number> {
  const { text } = await node.get('/metrics');
  const lines = [...text.matchAll(/^chord_defects_total\{where="\w+"\} (\d+)$/gm)];
  expect(lines).toHaveLength(3);
  return lines.reduce((sum, [, count]) => sum + Number(count), 0);
}

function expectTold(answer: Answer, code: string): string {
  expect([answer.status, answer.headers['content-type']]).toEqual([
    500,
    expect.stringContaining('application/problem+json'),
  ]);
  const { requestId, ...problem } = answer.json<{ requestId: string }>();
  expect(problem).toMatchObject({ status: 500, code });
  expect(requestId).toBe(answer.headers['x-request-id']);
  expect(answer.headers['retry-after']).toBeUndefined();
  expect(answer.text).not.toMatch(/secret|\.ts:\d|at .+:\d+:\d+/);
  return requestId;
}

/** One line with the stack, under the id of the request. */
function expectLoggedOnce(watched: Watched, requestId: string): void {
  expect(defectsOf(watched)).toEqual([
    expect.objectContaining({
      level: 'error',
      requestId,
      error: expect.objectContaining({
        message: 'secret detail of the defect',
        stack: expect.stringMatching(/\n +at .*BrokenStore/),
      }),
    }),
  ]);
}

describe('a defect of the node that is asked', () => {
  it.each([
    ['GET', '/db/bad'],
    ['GET', '/api/v1/keys/bad'],
    ['GET', '/api/v1/keys/bad?consistency=one'],
    ['GET', '/api/v1/lookups/bad'],
    ['PUT', '/db/bad'],
    ['PUT', '/api/v1/keys/bad'],
    ['DELETE', '/db/bad'],
    ['DELETE', '/api/v1/keys/bad'],
  ])(
    '%s %s is answered 500, logged and counted once, and not tried again',
    async (method, path) => {
      const watched = await start();
      const { node, store } = watched;
      const answer = await node.ask(method, path, method === 'PUT' ? { body: 'x' } : {});
      const requestId = expectTold(answer, 'DEFECT');
      if (method !== 'GET') expect(answer.json()).toMatchObject({ outcome: 'unknown' });
      // The end of a failed write checks whether it left something behind.
      expect(store.attempts).toBeLessThanOrEqual(method === 'GET' ? 1 : 2);
      expectLoggedOnce(watched, requestId);
      expect(await counted(watched)).toBe(1);
      await node.put('/db/good', 'value');
      expect((await node.get('/db/good')).text).toBe('value');
      expect((await node.get('/health/ready')).status).toBe(200);
      store.broken = undefined;
      expect((await node.put('/db/bad', 'mended')).status).toBe(200);
    },
  );

  it('in a listing is one as well', async () => {
    const watched = await start();
    watched.store.scans = true;
    const requestId = expectTold(await watched.node.get('/api/v1/keys'), 'DEFECT');
    expect(watched.store.attempts).toBe(1);
    expectLoggedOnce(watched, requestId);
  });

  it('is logged also when the request was given up meanwhile', async () => {
    const watched = await start({ handlerDeadlineMs: 200 });
    const { node } = watched;
    let fail: (error: unknown) => void = () => undefined;
    jest
      .spyOn(node.app.nest.get(DbService), 'ownKeys')
      .mockReturnValue(new Promise((_resolve, reject) => (fail = reject)));
    const asked = node.get('/dht');
    expect((await asked).status).toBe(503);
    fail(new RangeError('secret, later'));
    await until(() => defectsOf(watched).length === 1);
    expect(defectsOf(watched)).toMatchObject([{ error: { name: 'RangeError' } }]);
  });
});

describe('a defect of the member that owns the key', () => {
  async function ring(): Promise<{ owner: Watched; asker: Watched }> {
    const first = await start();
    const join = [first.node.address];
    const watched = [first, await start({ join }), await start({ join })];
    for (const { store } of watched) store.broken = undefined;
    await until(async () => (await first.node.get('/api/v1/ring')).text.includes('"healthy"'));
    // A view that still changes would read the broken record, and serve nothing while it fails.
    const members = watched.map(({ node }) => node.app.nest.get(MemberHolder).current);
    await until(() => members.every(({ chord }) => chord.successors.length === 2));
    for (const { store } of members) await store.settled();
    const put = await first.node.put('/api/v1/keys/bad', 'x');
    const { owner } = put.json<{ owner: { address: string } }>();
    const isOwner = ({ node }: Watched): boolean => node.address === owner.address;
    const found = watched.find(isOwner) as Watched;
    found.store.broken = 'bad';
    return { owner: found, asker: watched.find((one) => !isOwner(one)) as Watched };
  }

  it('is answered 500 by the one that was asked, logged with its stack where it is, and not tried again', async () => {
    const { owner, asker } = await ring();
    for (const path of ['/db/bad', '/api/v1/keys/bad']) {
      const answer = await asker.node.get(path, {
        'x-request-id': `of${path.replaceAll('/', '-')}`,
      });
      const requestId = expectTold(answer, 'INTERNAL');
      expect(answer.json<{ detail: string }>().detail).toContain(owner.node.address);
      expect(owner.store.attempts).toBe(1);
      expectLoggedOnce(owner, requestId);
      expect(await counted(owner)).toBeGreaterThan(0);
      owner.store.attempts = 0;
      owner.entries.length = 0;
    }
    expect(defectsOf(asker)).toEqual([]);
    expect(asker.entries.filter(({ event }) => event === 'peer-defect')).toHaveLength(2);
    expect(await counted(asker)).toBe(0);
    expect((await asker.node.put('/db/good', 'x')).status).toBe(200);
  });
});
