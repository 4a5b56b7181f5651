import { createServer, type AddressInfo } from 'node:net';
import { freeBlock, isPortFree } from './ports.mjs';

const without = (...taken: number[]) => {
  return async (port: number) => !taken.includes(port);
};

it.each([
  ['the ports asked for when all are free', [], 5000, []],
  ['those behind the first when that is taken', [5000], 5001, [5000]],
  ['those behind the last in the way', [5000, 5002], 5003, [5000, 5002]],
  ['those behind one in the second block', [5003, 5005], 5006, [5003, 5005]],
])('a block of four is %s', async (_, taken, port, inTheWay) => {
  expect(await freeBlock(5000, 4, without(...taken))).toEqual({ port, taken: inTheWay });
});

it('is none when there is no room left', async () => {
  expect(await freeBlock(65_533, 4, without())).toBeUndefined();
  expect(await freeBlock(65_530, 4, without(65_531))).toEqual({ port: 65_532, taken: [65_531] });
  expect(await freeBlock(65_530, 4, without(65_533))).toBeUndefined();
});

it.each(['127.0.0.1', '0.0.0.0', '::1'])('sees that somebody listens on %s', async (host) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortFree(port)).toBe(true);
});
