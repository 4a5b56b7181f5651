import type { CodedError } from '@chord-dht/chord';
import { AddressPolicy } from './address-policy';
import { resolveAllowed } from './resolve-allowed';
import { TargetCache } from './target-cache';

const onLoopback = new AddressPolicy({ loopbackOnly: true });
const open = new AddressPolicy({ loopbackOnly: false });
const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: CodedError) => error.code,
  );

describe('resolveAllowed', () => {
  it.each(['localhost', 'LOCALHOST', 'localhost.localdomain'])(
    'resolves %s without asking a resolver',
    async (host) => {
      const lookup = jest.fn();
      expect(await resolveAllowed(`${host}:5001`, onLoopback, lookup)).toEqual([
        { ip: '127.0.0.1', port: 5001 },
        { ip: '::1', port: 5001 },
      ]);
      expect(lookup).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['127.0.0.1:7', { ip: '127.0.0.1', port: 7 }],
    ['[::1]:7', { ip: '::1', port: 7 }],
  ])('takes %s as it is', async (address, target) => {
    expect(await resolveAllowed(address, onLoopback, failing('asked'))).toEqual([target]);
  });

  it('gives what a name resolves to, at most four', async () => {
    const ips = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];
    const targets = await resolveAllowed('node.example:80', open, async () => ips);
    expect(targets).toEqual(ips.slice(0, 4).map((ip) => ({ ip, port: 80 })));
  });

  it('refuses a name with one address that may not be contacted', async () => {
    const lookup = async (): Promise<string[]> => ['10.0.0.1', '169.254.169.254'];
    expect(await codeOf(resolveAllowed('node.example:80', open, lookup))).toBe('REFUSED');
    const local = async (): Promise<string[]> => ['127.0.0.1', '10.0.0.1'];
    expect(await codeOf(resolveAllowed('node.example:80', onLoopback, local))).toBe('REFUSED');
  });

  it.each(['nowhere', '10.0.0.1:80', '[fe80::1]:80', '0.0.0.0:80', 'localhost:80/x'])(
    'refuses %s',
    async (address) => {
      expect(await codeOf(resolveAllowed(address, onLoopback, failing('asked')))).toBe('REFUSED');
    },
  );

  it('says UNREACHABLE when a name has no address', async () => {
    const call = (lookup: () => Promise<string[]>): Promise<string> =>
      codeOf(resolveAllowed('nobody.example:80', open, lookup));
    expect(await call(failing('ENOTFOUND'))).toBe('UNREACHABLE');
    expect(await call(async () => [])).toBe('UNREACHABLE');
  });
});

describe('TargetCache', () => {
  it('asks once, also for calls at the same time, and puts the preferred target first', async () => {
    const lookup = jest.fn(async () => ['10.0.0.1', '10.0.0.2']);
    const cache = new TargetCache(open, lookup);
    const [targets] = await Promise.all([
      cache.targetsOf('a.example:1'),
      cache.targetsOf('a.example:1'),
    ]);
    const [first, second] = targets;
    cache.prefer('a.example:1', targets, second as NonNullable<typeof second>);
    expect(await cache.targetsOf('a.example:1')).toEqual([second, first]);
    expect(lookup).toHaveBeenCalledTimes(1);
  });

  it('does not remember failures', async () => {
    let answer: () => Promise<string[]> = failing('ENOTFOUND');
    const cache = new TargetCache(open, () => answer());
    expect(await codeOf(cache.targetsOf('a.example:1'))).toBe('UNREACHABLE');
    answer = async () => ['10.0.0.1'];
    expect(await cache.targetsOf('a.example:1')).toEqual([{ ip: '10.0.0.1', port: 1 }]);
  });
});
