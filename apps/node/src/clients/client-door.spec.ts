// Programs that use a node by the binary protocol, under the rules of the HTTP API.
import { RingClient, type ClientError } from '@chord-dht/ring-client';
import { joined, type CodedError } from '@chord-dht/chord';
import { clientGetSeveral, readPart } from '@chord-dht/store/wire';
import { AddressPolicy, ClientConnections } from '@chord-dht/transport';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../config/bearer-token';
import { startTestNode, type TestNode } from '../testing/test-node';

const folder = mkdtempSync(join(tmpdir(), 'chord-door-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clients: RingClient[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

async function clientOf({ port }: TestNode, token?: string): Promise<RingClient> {
  const client = await RingClient.connect({
    ...{ endpoints: `localhost:${port}`, token, timeoutMs: 60_000 },
  });
  clients.push(client);
  return client;
}

const failureOf = (call: Promise<unknown>): Promise<ClientError> =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: ClientError) => error,
  );

/** The answer to an upgrade with these further lines. */
function upgrade({ port }: TestNode, ...lines: string[]): Promise<string> {
  const request = [
    ...['GET /_client HTTP/1.1', 'Connection: Upgrade', 'Upgrade: chord-client/1', ...lines],
    ...['', ''],
  ].join('\r\n');
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('latin1');
    socket.once('data', (text: string) => {
      socket.destroy();
      resolve(text);
    });
    socket.on('error', reject);
  });
}

function tokensFile(...lines: [name: string, role: string, prefix?: string][]): string {
  const file = join(folder, `tokens-${lines.length}-${Math.random()}`);
  const text = lines.map(
    ([name, role, prefix = '']) =>
      `${name} ${role} ${digestOf(`token of ${name}`.replaceAll(' ', '-')).toString('hex')} ${prefix}`,
  );
  writeFileSync(file, text.join('\n'), { mode: 0o600 });
  return file;
}

describe('the door of a node for clients', () => {
  it('is open where the HTTP API is, also at a node that is alone', async () => {
    const node = await startTestNode();
    const client = await clientOf(node);
    const { version } = await client.put('key', 'one', { ttl: 60 });
    const answer = await node.get('/api/v1/keys/key');
    expect([answer.text, answer.headers.etag]).toEqual(['one', `"${version}"`]);
    await node.put('/api/v1/keys/key', 'two');
    expect((await client.get('key'))?.text()).toBe('two');
    expect(await client.delete('key')).toBe(true);
    const { text } = await node.get('/metrics');
    expect(text).toMatch(/^chord_clients 1$/m);
    expect(text).toMatch(/^chord_client_calls_total\{outcome="answered"\} [4-9]$/m);
  });

  it('is no way round the checks of browsers', async () => {
    const node = await startTestNode();
    const own = `Host: localhost:${node.port}`;
    expect(await upgrade(node, own)).toMatch(/^HTTP\/1.1 101 /);
    expect(await upgrade(node, 'Host: evil.example')).toMatch(/^HTTP\/1.1 421 /);
    expect(await upgrade(node, own, 'Origin: http://evil.example')).toMatch(/^HTTP\/1.1 403 /);
    expect(await upgrade(node, own, `Origin: http://localhost:${node.port}`)).toMatch(
      /^HTTP\/1.1 403 /,
    );
    expect(await upgrade(node, own, 'Sec-Fetch-Site: none')).toMatch(/^HTTP\/1.1 403 /);
  });

  it('asks for a token, and looks at role and prefix with each call', async () => {
    const tokens = tokensFile(['ada', 'admin'], ['rea', 'read'], ['part', 'write', 'users/']);
    const node = await startTestNode({ config: { tokensFile: tokens } });
    const own = `Host: localhost:${node.port}`;
    for (const lines of [
      [],
      ['Authorization: Bearer token-of-nobody'],
      ['Cookie: chord_session=x'],
    ]) {
      const answer = await upgrade(node, own, ...lines);
      expect(answer).toMatch(/^HTTP\/1.1 401 [^]*WWW-Authenticate: Bearer/);
      expect(answer).toMatch(/"code":"UNAUTHENTICATED"/);
    }
    const [ada, rea, part] = (await Promise.all(
      ['ada', 'rea', 'part'].map((name) => clientOf(node, `token-of-${name}`)),
    )) as [RingClient, RingClient, RingClient];
    await part.put('users/a', 'x');
    await ada.put('other', 'x');
    expect((await rea.get('other'))?.text()).toBe('x');
    const refused = [
      rea.put('users/a', 'y'),
      rea.delete('users/a'),
      part.get('other'),
      part.put('user', 'y'),
      part.delete('other'),
    ];
    for (const call of refused) expect(await failureOf(call)).toMatchObject({ code: 'FORBIDDEN' });
    expect((await ada.get('users/a'))?.text()).toBe('x');
  });

  it('counts what a client asks together with its requests over HTTP', async () => {
    const tokens = tokensFile(['ada', 'admin']);
    const node = await startTestNode({
      config: { tokensFile: tokens, clientRate: 2, clientRequestsMax: 0, openHealth: true },
    });
    const headers = { authorization: 'Bearer token-of-ada' };
    const client = await clientOf(node, 'token-of-ada');
    const calls = Array.from({ length: 60 }, () =>
      client.get('key', { timeoutMs: 1_500 }).catch((error: ClientError) => error.message),
    );
    expect(await Promise.all(calls)).toContainEqual(expect.stringMatching(/--client-rate/));
    const asked = Array.from({ length: 20 }, () => node.get('/api/v1/keys/key', headers));
    expect((await Promise.all(asked)).map(({ status }) => status)).toContain(429);
  });

  it('takes readings together of a client without limits alone', async () => {
    const tokens = tokensFile(['ada', 'admin']);
    const several = joined(clientGetSeveral(['a', 'b', 'c']));
    const heard: unknown[] = [];
    for (const config of [{}, { tokensFile: tokens }]) {
      const node = await startTestNode({ config });
      const at = `localhost:${node.port}`;
      const links = new ClientConnections({
        policy: new AddressPolicy({ loopbackOnly: true }),
        token: () => ('tokensFile' in config ? 'token-of-ada' : undefined),
        ...{ onWelcome: () => undefined, onEnded: () => undefined, onFault: () => undefined },
      });
      const answers: string[] = [];
      const note = (bytes: Uint8Array): void =>
        readPart(bytes, (place, start) => answers.push(`${place}: ${bytes[start]}`));
      const failure = await new Promise<CodedError | undefined>((resolve) => {
        links.to(at).callBytes(
          ...([at, '', several, { timeoutMs: 20_000 }] as const),
          (error, rest) => {
            note(rest);
            resolve(error);
          },
          note,
        );
      });
      heard.push([links.answersInParts(at), failure?.code, answers.sort()]);
      const { text } = await node.get('/metrics', { authorization: 'Bearer token-of-ada' });
      heard.push(/^chord_client_calls_total\{outcome="answered"\} (.*)$/m.exec(text)?.[1]);
      await links.close();
    }
    expect(heard).toEqual([
      [true, undefined, ['0: 0', '1: 0', '2: 0']],
      '3',
      [false, 'UNKNOWN_MESSAGE', []],
      '0',
    ]);
  });

  it('notifies connected programs when the node stops', async () => {
    const node = await startTestNode();
    const client = await clientOf(node);
    await client.put('key', 'one');
    await node.stop();
    expect(await failureOf(client.get('key', { timeoutMs: 300 }))).toMatchObject({
      code: expect.stringMatching(/^(NO_ANSWER|TIMED_OUT|NOT_READY)$/),
    });
  });
});
