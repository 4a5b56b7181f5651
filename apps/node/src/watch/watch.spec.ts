import { get as httpGet, type ClientRequest } from 'node:http';
import { startTestNode, until, type TestNode } from '../testing/test-node';

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, string>;
}

/** A minimal client of server-sent events. */
class Client {
  readonly told: Told[] = [];
  readonly request: ClientRequest;
  private rest = '';

  constructor(url: string, lastEventId?: string) {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    this.request = httpGet(url, { headers }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => this.take(chunk));
      response.on('error', () => undefined);
    });
    this.request.on('error', () => undefined);
  }

  get isReady(): boolean {
    return this.told.some(({ event }) => event === 'ready');
  }

  get changes(): string[] {
    return this.told
      .filter(({ event }) => event !== 'ready')
      .map(({ event, data }) => `${event} ${data['key']}`);
  }

  private take(chunk: string): void {
    const blocks = (this.rest + chunk).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string =>
        new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('data') === '') continue;
      const data = JSON.parse(field('data')) as Record<string, string>;
      this.told.push({ id: field('id'), event: field('event'), data });
    }
  }
}

describe('the watch of keys', () => {
  let node: TestNode;
  const clients: Client[] = [];
  beforeAll(async () => {
    node = await startTestNode();
  });
  afterAll(() => {
    for (const { request } of clients) request.destroy();
  });

  const open = async (query: string, last?: string): Promise<Client> => {
    const client = new Client(`http://${node.address}/api/v1/watch${query}`, last);
    clients.push(client);
    await until(async () => client.isReady);
    return client;
  };

  it('reports changes with their values, and resumes behind any of them', async () => {
    const all = await open('?prefix=w/&values=true');
    const one = await open('?key=w%2Fb');
    await node.put('/api/v1/keys/w%2Fa', 'first');
    await node.put('/api/v1/keys/other', 'x');
    await node.put('/api/v1/keys/w%2Fa', Buffer.of(0xff));
    await node.put('/api/v1/keys/w%2Fb', 'b');
    await node.ask('DELETE', '/api/v1/keys/w%2Fa');
    await until(async () => all.changes.length === 4 && one.changes.length === 1);
    expect(all.changes).toEqual(['created w/a', 'replaced w/a', 'created w/b', 'deleted w/a']);
    expect(one.changes).toEqual(['created w/b']);
    const first = all.told.find(({ event }) => event === 'created')!;
    expect(first.data).toEqual({
      type: 'created',
      key: 'w/a',
      version: expect.stringMatching(/-/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      value: 'first',
    });
    const rest = await open('?prefix=w/', first.id);
    await until(async () => rest.changes.length === 3);
    expect(rest.changes).toEqual(all.changes.slice(1));
    const later = await open(`?prefix=w/&after=${rest.told.at(-1)!.id}`);
    await node.put('/api/v1/keys/w%2Fc', 'c');
    await until(async () => later.changes.length === 1);
    expect(later.changes).toEqual(['created w/c']);
    expect((await node.get('/metrics')).text).toContain('chord_event_streams 4');
  });

  it('reports an expiry within a second', async () => {
    const client = await open('?prefix=short');
    await node.put('/api/v1/keys/short?ttl=1', 'x');
    const key = (await node.get('/api/v1/keys?prefix=short')).json<{
      keys: { expiresAt: string }[];
    }>().keys[0]!;
    await until(async () => client.changes.length === 2);
    expect(client.changes).toEqual(['created short', 'expired short']);
    expect(client.told.at(-1)!.data['at']).toBe(key.expiresAt);
  });

  it('reports a gap to a client with an unknown place', async () => {
    const { id } = (await open('?prefix=gap')).told[0]!;
    const foreign = id
      .replace(/\.[0-9a-f]+\.[0-9a-z]+\./, '.abcdef01.1.')
      .replace(/\.[0-9a-z]+\.[0-9a-z]+$/, '.1.0');
    const client = await open('?prefix=gap', foreign);
    expect(client.told.map(({ event }) => event)).toContain('gap');
    expect(client.told[0]!.data).toMatchObject({ type: 'gap', fromId: expect.any(String) });
  });

  it.each([
    '?prefix=a&key=b',
    '?values=1',
    '?after=nonsense',
    '?after=r00',
    '?key=a&after=r00',
    '?limit=1',
    '?key=',
  ])('is refused with %s', async (query) => {
    const answer = await node.get(`/api/v1/watch${query}`);
    expect(answer.json()).toMatchObject({ status: 400 });
  });

  it('does not exist for HEAD, which would not end', async () => {
    expect((await node.ask('HEAD', '/api/v1/watch')).status).toBe(405);
  });
});
