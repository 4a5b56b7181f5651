import { ServicePhase } from '@chord-dht/nest';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { HttpError } from '../http/problem/http-error';
import { BrowserGuard } from '../http/browser-guard';
import { Deadlines } from '../http/deadlines';
import { Admission } from '../http/overload/admission';
import { ClientLimits } from '../http/overload/client-limits';
import { RequestClock } from '../http/request-clock';
import { Defects } from '../log/defects';
import { SILENT } from '../log/logger';
import { send, until } from '../testing/test-node';
import { Shortcut, type ShortcutParts } from './shortcut';

const config = {
  ...{ valueBytesMax: 100, handlerDeadlineMs: 60_000, clientLimitLoopback: true },
  ...{ clientRate: 0, clientRequestsMax: 2, requestsMax: 3, requestBytesMax: 1_000 },
  loopDelayMsMax: 60_000,
};
const LONG_WAY = 299;

type Keys = ShortcutParts['keys'];

describe('the short way', () => {
  const keys = {
    get: jest.fn<ReturnType<Keys['get']>, Parameters<Keys['get']>>(),
    putForJson: jest.fn<ReturnType<Keys['putForJson']>, Parameters<Keys['putForJson']>>(),
  };
  const phase = new ServicePhase();
  const admission = new Admission(config, { ms: 0 });
  const defects = new Defects(SILENT);
  const report = jest.spyOn(defects, 'report');
  let server: Server;
  let port: number;
  let deadlineMs = config.handlerDeadlineMs;

  beforeEach(async () => {
    jest.resetAllMocks();
    server = createServer((_request, response) => response.writeHead(LONG_WAY).end());
    new Shortcut({
      ...{ log: SILENT, defects, phase, admission },
      config: { ...config, handlerDeadlineMs: deadlineMs },
      guard: new BrowserGuard(['localhost']),
      access: { known: () => 'anybody' } as unknown as ShortcutParts['access'],
      limits: new ClientLimits({ perSecond: 0, underWayMax: config.clientRequestsMax }),
      deadlines: new Deadlines(deadlineMs),
      requests: new RequestClock(),
      idOf: () => 'one',
      keys,
    }).open(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await until(() => phase.requestsInFlight === 0);
    expect(admission.requestsInFlight).toBe(0);
  });

  it('calls the handler, and leaves the rest to whoever served before', async () => {
    keys.get.mockImplementation(async (_key, _consistency, _request, reply) => {
      reply.header('x-hops', '1').send(Buffer.from('value'));
    });
    const short = await send(port, 'GET', '/api/v1/keys/a');
    expect(short).toMatchObject({ status: 200, text: 'value' });
    expect(short.headers).toMatchObject({ 'x-hops': '1', 'x-request-id': 'one' });
    expect(keys.get.mock.calls[0]?.slice(0, 2)).toEqual(['a', undefined]);
    expect((await send(port, 'GET', '/api/v1/keys/a?consistency=one')).status).toBe(LONG_WAY);
    expect((await send(port, 'DELETE', '/api/v1/keys/a')).status).toBe(LONG_WAY);
    const headers = { host: 'example.org' };
    expect((await send(port, 'GET', '/api/v1/keys/a', { headers })).status).toBe(LONG_WAY);
  });

  it.each([0, 1, 64])('sends every byte as it is, %i times 256 of them', async (times) => {
    const value = Buffer.from(Array.from({ length: 256 * times }, (_, at) => at % 256));
    keys.get.mockImplementation(async (_key, _consistency, _request, reply) => {
      reply.send(value);
    });
    const { body, headers } = await send(port, 'GET', '/api/v1/keys/a');
    expect(body).toEqual(value);
    expect(headers['content-length']).toBe(String(value.length));
  });

  it('gives a handler the whole body', async () => {
    keys.putForJson.mockImplementation(async (key, body) => JSON.stringify(`${key} ${body}`));
    const { status, text, headers } = await send(port, 'PUT', '/api/v1/keys/a', {
      ...{ body: 'x'.repeat(100), headers: { 'content-length': '100' } },
    });
    expect({ status, text }).toEqual({
      ...{ status: 200, text: JSON.stringify(`a ${'x'.repeat(100)}`) },
    });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('answers a failure of a rule with its problem, and reports any other', async () => {
    keys.get.mockRejectedValueOnce(new HttpError('KEY_NOT_FOUND', 'nothing'));
    expect((await send(port, 'GET', '/api/v1/keys/a')).json()).toMatchObject({
      ...{ status: 404, code: 'KEY_NOT_FOUND', requestId: 'one' },
    });
    expect(report).not.toHaveBeenCalled();
    keys.putForJson.mockRejectedValueOnce(new TypeError('ours'));
    const headers = { 'content-length': '0' };
    expect((await send(port, 'PUT', '/api/v1/keys/a', { headers })).json()).toMatchObject({
      ...{ status: 500, code: 'DEFECT', outcome: 'unknown' },
    });
    expect(report.mock.calls[0]?.[1]).toEqual({
      ...{ where: 'request', requestId: 'one', method: 'PUT', route: '/api/v1/keys/:key' },
    });
  });

  it('ends the connection where not even the failure can be told', async () => {
    keys.get.mockImplementationOnce(async (_key, _consistency, _request, reply) => {
      reply.header('x-two', 'lines\n').send(Buffer.from('value'));
    });
    await expect(send(port, 'GET', '/api/v1/keys/a')).rejects.toThrow(/hang up|ECONNRESET/);
    expect(report).toHaveBeenCalledTimes(2);
    keys.get.mockRejectedValueOnce(new HttpError('KEY_NOT_FOUND', 'nothing'));
    expect((await send(port, 'GET', '/api/v1/keys/a')).status).toBe(404);
  });

  describe('with a short deadline', () => {
    beforeAll(() => void (deadlineMs = 50));
    afterAll(() => void (deadlineMs = config.handlerDeadlineMs));

    it('answers for a handler that takes too long, and drops what it says later', async () => {
      let say = (): void => undefined;
      keys.get.mockImplementation(
        (_key, _consistency, _request, reply) =>
          new Promise((resolve) => {
            say = () => {
              reply.send(Buffer.from('late'));
              resolve();
            };
          }),
      );
      const answer = await send(port, 'GET', '/api/v1/keys/a');
      expect(answer.json()).toMatchObject({ status: 503, code: 'HANDLER_DEADLINE' });
      // Its place is taken until it is done.
      expect(admission.requestsInFlight).toBe(1);
      say();
    });
  });

  it('refuses a client that has too much under way', async () => {
    const waiting: (() => void)[] = [];
    keys.get.mockImplementation(
      (_key, _consistency, _request, reply) =>
        new Promise((resolve) => {
          waiting.push(() => {
            reply.send();
            resolve();
          });
        }),
    );
    const first = [send(port, 'GET', '/api/v1/keys/a'), send(port, 'GET', '/api/v1/keys/b')];
    await until(() => waiting.length === 2);
    const third = await send(port, 'GET', '/api/v1/keys/c');
    expect(third.json()).toMatchObject({ status: 429, outcome: 'not-applied' });
    for (const answer of waiting) answer();
    await Promise.all(first);
    expect(keys.get).toHaveBeenCalledTimes(2);
  });

  it('does not serve a client that goes away while it sends', async () => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('PUT /api/v1/keys/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx'),
    );
    await until(() => phase.requestsInFlight === 1);
    socket.destroy();
    await until(() => phase.requestsInFlight === 0);
    expect(keys.putForJson).not.toHaveBeenCalled();
  });
});
