import { AddressPolicy } from './address-policy';

describe('AddressPolicy', () => {
  const onLoopback = new AddressPolicy({ loopbackOnly: true });
  const open = new AddressPolicy({ loopbackOnly: false });
  const narrow = new AddressPolicy({ loopbackOnly: false, networks: ['10.1.0.0/16', 'fd00::/8'] });

  it.each(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'])('always allows %s', (ip) => {
    for (const policy of [onLoopback, open, narrow])
      expect(policy.check(ip)).toEqual({ allowed: true });
  });

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'febf::1',
    'ff02::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
  ])('never allows %s', (ip) => {
    const wide = new AddressPolicy({ loopbackOnly: false, networks: ['0.0.0.0/0', '::/0'] });
    for (const policy of [onLoopback, open, wide]) expect(policy.check(ip).allowed).toBe(false);
  });

  it.each(['10.1.2.3', '192.168.0.1', '8.8.8.8', 'fd00::1', '2001:db8::1'])(
    'allows %s only to a node that listens beyond loopback',
    (ip) => {
      expect(open.check(ip).allowed).toBe(true);
      expect(onLoopback.check(ip).allowed).toBe(false);
    },
  );

  it('allows only the given networks', () => {
    const allowed = ['10.1.255.1', '::ffff:10.1.0.1', 'fd12::1'];
    expect(allowed.map((ip) => narrow.check(ip).allowed)).toEqual([true, true, true]);
    expect(
      ['10.2.0.1', '192.168.0.1', '2001:db8::1'].map((ip) => narrow.check(ip).allowed),
    ).toEqual([false, false, false]);
  });

  it.each(['10.0.0.0', '10.0.0.0/8/8', '10.0.0.0/x', '/8', 'ring/8', '10.0.0.0/99'])(
    'does not start with the network %s',
    (network) => {
      expect(() => new AddressPolicy({ loopbackOnly: false, networks: [network] })).toThrow();
    },
  );
});
