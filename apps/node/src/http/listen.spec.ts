import { createServer, get } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { StartFault } from '../config/exit-codes';
import { freePort, listenOn } from './listen';

function ask(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host, port, agent: false }, (answer) => {
      answer.resume();
      resolve(String(answer.headers['x-by']));
    }).on('error', reject);
  });
}

describe('listening', () => {
  it('opens several doors to one server', async () => {
    const server = createServer((_, answer) => answer.setHeader('x-by', 'one').end());
    const port = await freePort();
    const listening = await listenOn(server, ['127.0.0.1', '127.0.0.2'], port);
    expect(listening.addresses).toEqual(['127.0.0.1', '127.0.0.2']);
    expect([await ask('127.0.0.1', port), await ask('127.0.0.2', port)]).toEqual(['one', 'one']);
    listening.close();
    server.close();
    await expect(ask('127.0.0.2', port)).rejects.toThrow('ECONNREFUSED');
  });

  it('leaves out an address that this machine does not have, but not the first', async () => {
    const server = createServer();
    const port = await freePort();
    const listening = await listenOn(server, ['127.0.0.1', '192.0.2.1'], port);
    expect(listening.addresses).toEqual(['127.0.0.1']);
    server.close();
    await expect(listenOn(createServer(), ['192.0.2.1'], port)).rejects.toMatchObject({
      exitCode: 78,
    });
  });

  it('gives everything back when a later door is taken', async () => {
    const blocker = createNetServer().listen(0, '127.0.0.2');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const server = createServer();
    await expect(listenOn(server, ['127.0.0.1', '127.0.0.2'], port)).rejects.toThrow(StartFault);
    expect(server.listening).toBe(false);
    blocker.close();
  });
});
