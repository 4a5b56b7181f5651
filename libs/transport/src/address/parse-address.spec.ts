import { isMemberName, parseAddress } from './parse-address';

describe('parseAddress', () => {
  it.each([
    ['localhost:5000', 'localhost', 5000, 'name'],
    ['LocalHost.LocalDomain:1', 'localhost.localdomain', 1, 'name'],
    ['node-7.ring_a.example:65535', 'node-7.ring_a.example', 65535, 'name'],
    ['1a.example:80', '1a.example', 80, 'name'],
    ['127.0.0.1:5001', '127.0.0.1', 5001, 'ipv4'],
    ['[::1]:5001', '::1', 5001, 'ipv6'],
    ['[2001:DB8::1]:443', '2001:db8::1', 443, 'ipv6'],
    ['[::ffff:127.0.0.1]:80', '::ffff:127.0.0.1', 80, 'ipv6'],
  ])('reads %s', (text, host, port, kind) => {
    expect(parseAddress(text)).toEqual({ host, port, kind, address: text.toLowerCase() });
  });

  it.each([
    '',
    'localhost',
    'localhost:',
    ':5000',
    'localhost:0',
    'localhost:65536',
    'localhost:05000',
    'localhost:5000 ',
    ' localhost:5000',
    'localhost:5000\n',
    'localhost:+80',
    'localhost:80:81',
    'http://localhost:80',
    'localhost:80/path',
    'user@localhost:80',
    'local host:80',
    'localhost.:80',
    '.localhost:80',
    'a..b:80',
    '-a:80',
    'a-:80',
    `${'a'.repeat(64)}:80`,
    `${'a.'.repeat(127)}a:80`,
    '::1:80',
    '[::1]',
    '[::1]80',
    '[::1%lo]:80',
    '[127.0.0.1]:80',
    '[localhost]:80',
    '127.1:80',
    '127.0.0.1.1:80',
    '256.0.0.1:80',
    '0x7f.0.0.1:80',
    '0x7f000001:80',
    '2130706433:80',
    'a.0x1:80',
    '127.0.0.01:80',
    'tést:80',
    'x'.repeat(1000),
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('the name of a member', () => {
  it.each(['localhost:5000', 'localhost:5000#1', '[::1]:5001#63', '10.0.0.1:80#999'])(
    'may be %s',
    (name) => expect(isMemberName(name)).toBe(true),
  );

  it.each([
    '',
    '#1',
    'localhost',
    'localhost#1',
    'localhost:5000#',
    'localhost:5000#0',
    'localhost:5000#01',
    'localhost:5000#-1',
    'localhost:5000#1#2',
    'localhost:5000#1 ',
    'localhost:5000#1\n',
    'localhost:5000#x',
    'localhost:5000#10000',
  ])('is never %j', (name) => expect(isMemberName(name)).toBe(false));

  it('is no address to connect to when it has a position', () => {
    expect(parseAddress('localhost:5000#1')).toBeUndefined();
  });
});
