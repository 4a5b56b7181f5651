import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BrowserGuard } from './browser-guard';

const guard = new BrowserGuard(['node.example', 'Extra.example']);

function request(headers: IncomingHttpHeaders, method = 'GET'): IncomingMessage {
  return { headers, method, socket: { localAddress: '10.1.2.3' } } as unknown as IncomingMessage;
}

describe('the Host header', () => {
  it.each([
    'localhost:5000',
    'localhost',
    'LOCALHOST:5000',
    'localhost.localdomain:5000',
    '127.0.0.1:5000',
    '127.9.9.9',
    '[::1]:5000',
    'node.example:5000',
    'extra.example',
    '10.1.2.3:5000',
  ])('may be %s', (host) => {
    expect(guard.checkHost(request({ host }))).toBeUndefined();
    expect(guard.checkHost(request({ host }))).toBeUndefined();
  });

  it.each([
    'example.org',
    'localhost.example.org',
    '127.0.0.1.example.org',
    'localhost:5000:80',
    'user@localhost',
    '10.1.2.4',
    '',
    'localhost:5000/',
  ])('may not be %s', (host) => {
    expect(guard.checkHost(request({ host }))).toMatchObject({ code: 'FOREIGN_HOST' });
  });

  it('may not be missing', () => {
    expect(guard.checkHost(request({}))).toMatchObject({ code: 'FOREIGN_HOST' });
  });
});

describe('a request that changes something', () => {
  const host = 'localhost:5000';
  const check = (headers: IncomingHttpHeaders, method = 'PUT', route = '/db/:key') =>
    guard.checkOrigin(request({ host, ...headers }, method), () => route)?.code;

  it.each([
    ['curl, which sends no Origin', {}],
    ['our own page', { origin: 'http://localhost:5000', 'sec-fetch-site': 'same-origin' }],
    ['somebody who typed the address', { 'sec-fetch-site': 'none' }],
  ])('may come from %s', (_, headers) => {
    expect(check(headers)).toBeUndefined();
  });

  it.each([
    ['a foreign page', { origin: 'http://example.org' }],
    ['another port', { origin: 'http://localhost:4200', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['a link on another site', { 'sec-fetch-site': 'cross-site' }],
    [
      'a browser that contradicts itself',
      { origin: 'http://localhost:5000', 'sec-fetch-site': 'cross-site' },
    ],
  ])('may not come from %s', (_, headers) => {
    expect(check(headers)).toBe('FOREIGN_ORIGIN');
    expect(check(headers, 'DELETE')).toBe('FOREIGN_ORIGIN');
    expect(check(headers, 'GET', '/dht/leave')).toBe('FOREIGN_ORIGIN');
    expect(check(headers, 'GET', '/shutdown')).toBe('FOREIGN_ORIGIN');
    expect(check(headers, 'GET', '/db/:key')).toBeUndefined();
  });
});

describe('a page of a site that an option allows', () => {
  const proxied = new BrowserGuard(['node.example'], ['https://Proxy.example']);
  const check = (headers: IncomingHttpHeaders) =>
    proxied.checkOrigin(request({ host: 'localhost:5000', ...headers }, 'PUT'), () => '/db/:key');

  it('may change something, and pages of others may not', () => {
    const fetched = { 'sec-fetch-site': 'same-origin' } as const;
    expect(check({ origin: 'https://proxy.example', ...fetched })).toBeUndefined();
    expect(check({ origin: 'http://proxy.example', ...fetched })?.code).toBe('FOREIGN_ORIGIN');
    expect(check({ origin: 'https://proxy.example.org' })?.code).toBe('FOREIGN_ORIGIN');
  });

  it('is refused with the option that would allow it', () => {
    const { message } = check({ origin: 'https://other.example' }) as Error;
    expect(message).toContain('--allow-origin https://other.example');
    expect(message).toContain('--allow-host');
  });

  it.each(['null', 'file://'])(
    'of origin %s is refused because no option can name it',
    (origin) => {
      const { message } = check({ origin }) as Error;
      expect(message).not.toContain(origin);
      expect(message).toContain('Serve it by a web server');
    },
  );
});
