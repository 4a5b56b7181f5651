// The load against a tiny server: what it counts is what the server saw, and no error goes unseen.
import { TinyServer, type Handler } from '../testing/tiny-server';
import { runLoad, type LoadSpec } from './run-load';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a load', () => {
  const servers: TinyServer[] = [];
  const server = async (handler?: Handler) => {
    const tiny = await new TinyServer(handler).listen();
    servers.push(tiny);
    return tiny;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((tiny) => tiny.close()));
  });

  const spec = (ports: readonly number[], more: Partial<LoadSpec> = {}): LoadSpec => ({
    dialect: 'keys',
    ports,
    clients: 8,
    valueBytes: 100,
    keys: 50,
    reads: 0.5,
    distribution: 'uniform',
    seed: 1,
    runInMs: 0,
    windowMs: 30_000,
    servers: [process.pid],
    others: [],
    ...more,
  });

  it.each([100, 10_240, 1_000_000])(
    'writes every key of %i bytes once, and reads it',
    async (valueBytes) => {
      const tiny = await server();
      const size = { valueBytes, keys: 20 };
      const filled = await runLoad(spec([tiny.port], { ...size, fill: true }));
      expect(filled).toMatchObject({ operations: 20, errors: {}, filledKeys: 20 });
      expect(tiny.values.size).toBe(20);
      expect([...tiny.values.values()].every(({ length }) => length === valueBytes)).toBe(true);

      const read = await runLoad(spec([tiny.port], { ...size, reads: 1, operationsMax: 200 }));
      expect(read).toMatchObject({ operations: 200, errors: {}, reads: { count: 200 } });
      expect(tiny.requests).toBe(220);
    },
  );

  it('keeps one connection a client, spread over all servers', async () => {
    const [a, b, c] = [await server(), await server(), await server()];
    await runLoad(spec([a.port, b.port, c.port], { reads: 0, operationsMax: 500, clients: 6 }));
    expect([a, b, c].map(({ connections }) => connections.size)).toEqual([2, 2, 2]);
    expect(Math.min(a.requests, b.requests, c.requests)).toBeGreaterThan(0);
  });

  it('mixes reads and writes as asked for', async () => {
    const tiny = await server();
    await runLoad(spec([tiny.port], { fill: true }));
    const { reads, writes } = await runLoad(
      spec([tiny.port], { reads: 0.9, operationsMax: 2_000 }),
    );
    expect(reads.count + writes.count).toBe(2_000);
    expect(reads.count / 2_000).toBeCloseTo(0.9, 1);
  });

  it('ends with its window, and measures it', async () => {
    const tiny = await server();
    await runLoad(spec([tiny.port], { fill: true }));
    const result = await runLoad(spec([tiny.port], { reads: 1, runInMs: 50, windowMs: 300 }));
    expect(result.seconds).toBeGreaterThanOrEqual(0.29);
    expect(result.all.count).toBe(result.operations);
    expect(result.all.p50Ms).toBeLessThanOrEqual(result.all.p99Ms);
    expect(result.all.p99Ms).toBeLessThanOrEqual(result.all.maxMs);
  });

  it('tells the processor time that the operating system counted', async () => {
    const tiny = await server();
    const { cpu } = await runLoad(spec([tiny.port], { reads: 0, operationsMax: 3_000 }));
    expect(cpu.servers[0]).toBeGreaterThan(0);
    // The server and the load are one process here.
    expect(cpu.servers[0]).toBe(cpu.loadSeconds);
  });

  it('counts each error by its kind', async () => {
    let count = 0;
    const tiny = await server((request, response) => {
      count += 1;
      if (count % 4 === 0) response.writeHead(503).end('busy');
      else if (count % 4 === 1) response.writeHead(200).end('short');
      else if (count % 4 === 2) response.writeHead(200).end(Buffer.alloc(100));
      else request.socket.destroy();
    });
    const { operations, errors } = await runLoad(
      spec([tiny.port], { clients: 1, reads: 1, operationsMax: 40 }),
    );
    expect(operations).toBe(0);
    expect(errors).toEqual({
      'status 503': 10,
      'wrong length': 10,
      'wrong value': 10,
      'connection closed': 10,
    });
  });

  it('knows that nobody listens', async () => {
    const tiny = await server();
    const { port } = tiny;
    await tiny.close();
    servers.length = 0;
    const { errors } = await runLoad(spec([port], { clients: 1, operationsMax: 3 }));
    expect(errors).toEqual({ 'connection ECONNREFUSED': 3 });
  });

  it('writes a key again when it failed, while it fills', async () => {
    let refused = 0;
    const tiny: TinyServer = await server((request, response, body) => {
      if (refused < 5) {
        refused += 1;
        response.writeHead(503).end();
      } else tiny.serve(request, response, body);
    });
    const { operations, errors } = await runLoad(spec([tiny.port], { fill: true }));
    expect({ operations, errors }).toEqual({ operations: 50, errors: { 'status 503': 5 } });
    expect(tiny.values.size).toBe(50);
  });

  it('tells up to which key everything is written', async () => {
    let refused = '';
    const tiny: TinyServer = await server((request, response, body) => {
      if (tiny.values.size === 30) refused ||= request.url ?? '';
      if (request.url === refused) response.writeHead(503).end();
      else tiny.serve(request, response, body);
    });
    const result = await runLoad(spec([tiny.port], { fill: true, clients: 1 }));
    expect(result).toMatchObject({ operations: 49, filledKeys: 30 });
  });

  it('leaves no hole behind a key that failed for a while', async () => {
    let refused = 0;
    const tiny: TinyServer = await server((request, response, body) => {
      if (tiny.values.size === 10 && refused < 3) {
        refused += 1;
        response.writeHead(503).end();
      } else tiny.serve(request, response, body);
    });
    const urls: string[] = [];
    tiny.onRequest = (url) => urls.push(url);
    await runLoad(spec([tiny.port], { fill: true, clients: 1, keys: 20 }));
    expect(urls.slice(10, 14)).toEqual(Array(4).fill(urls[10]));
  });

  it('counts a server process that has ended', async () => {
    const tiny = await server();
    const none = 2 ** 22 + 1;
    const { errors } = await runLoad(
      spec([tiny.port], { reads: 0, operationsMax: 5, servers: [none] }),
    );
    expect(errors).toEqual({ 'server process ended': 1 });
  });

  it('speaks to the gateway of etcd, and sees the value of another key', async () => {
    const kept = new Map<string, string>();
    let mixedUp = false;
    const tiny = await server(({ url }, response, body) => {
      const { key, value } = JSON.parse(body.toString()) as { key: string; value?: string };
      const header = { cluster_id: '1', revision: '2' };
      if (url === '/v3/kv/put') {
        kept.set(key, value ?? '');
        response.end(JSON.stringify({ header }));
        return;
      }
      const kvs = [{ key: mixedUp ? 'b3RoZXI=' : key, version: '1', value: kept.get(key) }];
      // In pieces, as the gateway sends large answers.
      const text = JSON.stringify({ header, kvs, count: '1' });
      response.write(text.slice(0, 200));
      response.end(text.slice(200));
    });
    const etcd = { dialect: 'etcd' as const, valueBytes: 10_240, keys: 10 };
    expect(await runLoad(spec([tiny.port], { ...etcd, fill: true }))).toMatchObject({
      operations: 10,
      errors: {},
    });
    const decoded = [...kept.values()].map((value) => Buffer.from(value, 'base64'));
    expect(decoded.every(({ length }) => length === 10_240)).toBe(true);
    const read = { ...etcd, reads: 1, operationsMax: 30 };
    expect(await runLoad(spec([tiny.port], read))).toMatchObject({ operations: 30, errors: {} });
    mixedUp = true;
    expect((await runLoad(spec([tiny.port], read))).errors).toEqual({ 'wrong value': 30 });
  });
});
