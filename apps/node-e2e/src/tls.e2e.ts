// Real nodes that other machines could reach: with peer secret, tokens and TLS, mutual between the members.
import { RingClient, type RingClientOptions } from '@chord-dht/ring-client';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { textOf } from './harness/answered';
import { Authority, type CertificateFiles } from './harness/certificates';
import { send, type Answer } from './harness/http';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { PATIENCE } from './harness/patience';
import { patiently } from './harness/patiently';

const TOKEN = 'a-token-that-nobody-guesses';
const KEY = 'a-key-that-nobody-reads-on-the-wire';
const VALUE = 'a-value-that-nobody-reads-on-the-wire';

describe.each(['mux', 'http'] as const)('a ring over TLS (%s)', (transport) => {
  const lab = useLab();
  const authority = new Authority();
  const stranger = new Authority('somebody else');
  const folder = mkdtempSync(join(tmpdir(), 'chord-tls-'));
  const secret = join(folder, 'secret');
  const tokens = join(folder, 'tokens');
  let nodes: [NodeProcess, NodeProcess, NodeProcess];
  let certificate: CertificateFiles;

  const ask = (
    { port }: Pick<NodeProcess, 'port'>,
    method: string,
    path: string,
    body = '',
    ca = authority.certificate,
  ): Promise<Answer> => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    return patiently(method, path, { body, headers, ca }, (question) =>
      send(port, method, path, question),
    );
  };

  const secure = (
    { cert, key } = certificate,
    { ca = authority.file, peerSecret = secret } = {},
  ): string[] => [
    ...['--transport', transport, '--bind', '0.0.0.0', '--peer-secret-file', peerSecret],
    ...['--tokens-file', tokens, '--tls-cert', cert, '--tls-key', key, '--tls-ca', ca],
  ];

  const untilReady = (node: NodeProcess): Promise<unknown> =>
    lab.until(`${node.address} to be ready`, async () => {
      const { status, text } = await send(node.port, 'GET', '/health/ready', {
        ca: authority.certificate,
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      return status === 200 || `${status} ${text}`;
    });

  /** Waits until a node lists just these; one that stands still may lack for a while. */
  const untilListed = (at: NodeProcess, members: readonly NodeProcess[]): Promise<unknown> =>
    lab.until(`${at.address} to list ${members.length}`, async () => {
      const peers = (await textOf(ask(at, 'GET', '/dht/peers'))).trim().split('\n').sort().join();
      return (
        peers ===
          members
            .map(({ address }) => address)
            .sort()
            .join() || peers
      );
    });

  beforeAll(async () => {
    writeFileSync(secret, 'x'.repeat(40), { mode: 0o600 });
    const digest = createHash('sha256').update(TOKEN).digest('hex');
    writeFileSync(tokens, `ida admin ${digest}\n`, { mode: 0o600 });
    certificate = authority.issue('node', 'DNS:localhost', 'IP:127.0.0.1');
    nodes = (await lab.prepare(3)) as [NodeProcess, NodeProcess, NodeProcess];
    for (const node of nodes) node.spawn(secure());
    for (const node of nodes) await untilReady(node);
    const [first, ...others] = nodes;
    const lines = others.map(({ address }) => address).join('\n');
    expect(await textOf(ask(first, 'PUT', '/dht/join', lines))).toBe('ok');
  });
  afterAll(() => {
    for (const one of [authority, stranger]) one.remove();
    rmSync(folder, { recursive: true });
  });

  it('keeps what is put at any node, for those who know its authority', async () => {
    const [first, second, third] = nodes;
    expect(await textOf(ask(first, 'PUT', `/db/${KEY}`, VALUE))).toBe('ok');
    for (const node of [second, third])
      expect(await textOf(ask(node, 'GET', `/db/${KEY}`))).toBe(VALUE);
    await expect(ask(first, 'GET', '/dht/peers', '', stranger.certificate)).rejects.toThrow(
      /certificate/,
    );
  });

  it('lets programs in by the binary protocol, which know its authority and show a token', async () => {
    const endpoints = nodes.map(({ address }) => address);
    const { certificate: ca } = authority;
    const timeoutMs = 120_000 * PATIENCE;
    const client = await RingClient.connect({ endpoints, token: TOKEN, tls: { ca }, timeoutMs });
    const keys = Array.from({ length: 20 }, (_, at) => `binary/${at}`);
    await lab.done(Promise.all(keys.map((key) => client.put(key, `of ${key}`))));
    const values = await lab.done(Promise.all(keys.map((key) => client.get(key))));
    expect(values.map((value) => value?.text())).toEqual(keys.map((key) => `of ${key}`));
    await client.close();
    // Who is not accepted tries until its time is over: the member may get another certificate.
    const refused = (options: Partial<RingClientOptions>): Promise<unknown> =>
      RingClient.connect({ endpoints, token: TOKEN, timeoutMs: 5_000 * PATIENCE, ...options });
    const other = { ca: stranger.certificate };
    await expect(refused({ tls: other })).rejects.toThrow(/certificate .* is not accepted/);
    await expect(refused({ timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'NO_ANSWER' });
    const nobody = refused({ tls: { ca }, token: undefined });
    await expect(nobody).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('speaks nothing but TLS, 1.2 at least', async () => {
    const [{ port }] = nodes;
    const plain = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connectPlain(port, '127.0.0.1', () =>
        socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      );
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(plain).not.toContain('HTTP/1.1 200');
    const old = new Promise((resolve, reject) => {
      const socket = connect(
        {
          port,
          host: '127.0.0.1',
          ca: authority.certificate,
          maxVersion: 'TLSv1.1',
          minVersion: 'TLSv1',
        },
        () => resolve('connected'),
      );
      socket.on('error', reject);
    });
    await expect(old).rejects.toThrow();
  });

  it('shows neither keys nor values nor tokens on the wire of a client', async () => {
    const [{ port }] = nodes;
    const seen: Buffer[] = [];
    const server = createServer((from) => {
      const to = connectPlain(port, '127.0.0.1');
      for (const [source, target] of [
        [from, to],
        [to, from],
      ] as const) {
        source.on('data', (chunk: Buffer) => seen.push(chunk));
        source.on('error', () => target.destroy());
        source.pipe(target);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const through = { port: (server.address() as AddressInfo).port };
    expect(await textOf(ask(through, 'GET', `/db/${KEY}`))).toBe(VALUE);
    server.close();
    const wire = Buffer.concat(seen).toString('latin1');
    expect(wire.length).toBeGreaterThan(500);
    for (const word of [KEY, VALUE, TOKEN, 'Bearer', 'HTTP/1.1']) expect(wire).not.toContain(word);
  });

  it.each([
    ['another authority', () => secure(stranger.issue('wrong', 'DNS:localhost'))],
    ['another name', () => secure(authority.issue('other', 'DNS:elsewhere.example'))],
    [
      'another peer secret',
      () => {
        const peerSecret = join(folder, 'other-secret');
        writeFileSync(peerSecret, 'y'.repeat(40), { mode: 0o600 });
        return secure(certificate, { peerSecret });
      },
    ],
    ['no TLS', () => ['--transport', transport, '--peer-secret-file', secret]],
  ])('takes in nobody with %s, and a log says why', async (what, options) => {
    const [first] = nodes;
    const [intruder] = (await lab.prepare(1)) as [NodeProcess];
    await untilListed(first, nodes);
    const heard = first.log.length;
    intruder.spawn([...options(), '--join', first.address]);
    const why = /certificate|peer secret|peer-refused|cannot be reached/;
    await lab.until(`a refusal for ${what}`, () => {
      const lines = `${intruder.log}\n${first.log.slice(heard)}`
        .split('\n')
        .filter((line) => /peer-refused|join-failed/.test(line));
      return lines.some((line) => why.test(line)) || lines.join('\n');
    });
    await untilListed(first, nodes);
    await intruder.kill();
  });

  it('shows a new certificate without a restart, and goes on', async () => {
    const [first, second] = nodes;
    const serial = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const options = { port: first.port, host: '127.0.0.1', servername: 'localhost' };
        const socket: TLSSocket = connect({ ...options, ca: authority.certificate }, () => {
          resolve(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        });
        socket.on('error', reject);
      });
    const before = await serial();
    authority.issue('node', 'DNS:localhost', 'IP:127.0.0.1');
    await lab.until('the new certificate', async () => (await serial()) !== before || before);
    await lab.until('every node to have it', () => {
      const late = nodes.filter(({ log }) => !log.includes('certificates-reloaded'));
      return late.length === 0 || late.map(({ address }) => address).join(' ');
    });
    expect(await textOf(ask(second, 'PUT', '/db/after', VALUE))).toBe('ok');
    expect(await textOf(ask(first, 'GET', '/db/after'))).toBe(VALUE);
    // A node that starts now, with the new certificate alone, is taken in.
    const [fourth] = (await lab.prepare(1)) as [NodeProcess];
    fourth.spawn([...secure(), '--join', first.address]);
    await untilListed(first, [...nodes, fourth]);
  });
});

describe('a node that other machines reach', () => {
  const lab = useLab();

  it('does not start without peer secret, tokens and TLS, and says all three', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    node.spawn(['--bind', '0.0.0.0']);
    expect(await node.ended()).toMatchObject({ code: 78 });
    for (const option of ['--peer-secret-file', '--tokens-file', '--tls-cert', '--insecure'])
      expect(node.log).toContain(option);
    expect(node.log).not.toMatch(/\n\s+at /);
  });
});
