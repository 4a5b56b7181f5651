import { TinyServer } from '../testing/tiny-server';
import { IdleConnections } from './idle-connections';
import { SlowReaders } from './slow-readers';

const PATH = '/value';

/** Waits for a state, as long as it takes. */
async function until(state: () => boolean): Promise<void> {
  while (!state()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('idle connections', () => {
  const server = new TinyServer();
  beforeAll(async () => {
    await server.listen();
    server.values.set(PATH, Buffer.from('value'));
  });
  afterAll(() => server.close());

  it('are opened, kept, and answered once more', async () => {
    const connections = new IdleConnections([server.port], PATH);
    expect(await connections.open(250)).toEqual({ opened: 250, errors: {} });
    expect(server.connections.size).toBe(250);
    expect(await connections.askAgain()).toEqual({ opened: 250, errors: {} });
    expect(server.connections.size).toBe(250);
    expect(server.requests).toBe(500);
    connections.close();
  });

  it('tell which ones the server has dropped meanwhile', async () => {
    const connections = new IdleConnections([server.port], PATH);
    server.connections.clear();
    await connections.open(10);
    [...server.connections].slice(0, 3).forEach((socket) => socket.destroy());
    const { opened, errors } = await connections.askAgain();
    expect(opened).toBe(7);
    expect(Object.values(errors).reduce((sum, count) => sum + count, 0)).toBe(3);
    connections.close();
  });

  it('tell what the server answers instead', async () => {
    const connections = new IdleConnections([server.port], '/nothing');
    expect(await connections.open(5)).toEqual({ opened: 0, errors: { 'status 404': 5 } });
  });
});

describe('slow readers', () => {
  const VALUE_BYTES = 64 * 1024 ** 2;

  it('take a little of a value, and leave the rest with the server', async () => {
    const server = await new TinyServer().listen();
    server.values.set(PATH, Buffer.alloc(VALUE_BYTES));
    const readers = new SlowReaders([server.port], PATH, 3, 1_000, 10);
    await until(() => readers.reading.bytes >= 50_000);
    const { bytes, lost } = readers.close();
    expect(bytes).toBeGreaterThanOrEqual(50_000);
    expect(bytes).toBeLessThan(VALUE_BYTES);
    expect(lost).toBe(0);
    await server.close();
  });

  it('tell that they were cut off', async () => {
    const server = await new TinyServer((request) => request.socket.destroy()).listen();
    const readers = new SlowReaders([server.port], PATH, 2, 1_000, 10);
    await until(() => readers.reading.lost === 2);
    expect(readers.close().lost).toBe(2);
    await server.close();
  });
});
