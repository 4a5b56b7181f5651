import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestNode, type TestNode } from '../testing/test-node';
import { WrongTokens } from './wrong-tokens';

const SECOND_MS = 1_000;

describe('wrong tokens', () => {
  const told: string[] = [];
  const limited = (perMinute = 6) => new WrongTokens(perMinute, (place) => told.push(place));
  const guess = (wrong: WrongTokens, address: string, nowMs: number): boolean => {
    const connection = {};
    const may = wrong.mayTry(connection, address, nowMs);
    if (may) wrong.wrong(connection, address, nowMs);
    return may;
  };
  const guesses = (wrong: WrongTokens, address: string, nowMs: number, count = 20) =>
    Array.from({ length: count }, () => guess(wrong, address, nowMs)).filter(Boolean).length;
  beforeEach(() => told.splice(0));

  it('may come at once as often as a minute allows, and then one after the other', () => {
    const wrong = limited();
    expect(guesses(wrong, '10.0.0.1', 0)).toBe(6);
    expect(guesses(wrong, '10.0.0.1', 9 * SECOND_MS)).toBe(0);
    expect(guesses(wrong, '10.0.0.1', 11 * SECOND_MS)).toBe(1);
    expect(guesses(wrong, '10.0.0.2', 11 * SECOND_MS)).toBe(6);
    expect(guesses(wrong, '10.0.0.1', 3_600 * SECOND_MS)).toBe(6);
  });

  it('are reported once, until it has been quiet', () => {
    const wrong = limited();
    guesses(wrong, '10.0.0.1', 0);
    guesses(wrong, '10.0.0.1', 30 * SECOND_MS);
    expect(told).toEqual(['10.0.0.1']);
    guesses(wrong, '10.0.0.1', 3_600 * SECOND_MS);
    expect(told).toEqual(['10.0.0.1', '10.0.0.1']);
  });

  it('do not block a connection that has shown the right one, until that guesses too', () => {
    const wrong = limited();
    const connection = {};
    wrong.right(connection);
    guesses(wrong, '10.0.0.1', 0);
    expect(wrong.mayTry(connection, '10.0.0.1', 0)).toBe(true);
    wrong.wrong(connection, '10.0.0.1', 0);
    expect(wrong.mayTry(connection, '10.0.0.1', 0)).toBe(false);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:10.0.0.1', '10.0.0.1', true],
    ['fe80::1%eth0', 'fe80::2%eth1', true],
    ['::1', '::2', true],
  ])('of %s and %s are of one place: %s', (first, second, isOne) => {
    const wrong = limited();
    guesses(wrong, first, 0);
    expect(guesses(wrong, second, 0) === 0).toBe(isOne);
  });

  it('keep no more places in mind than they may', () => {
    const wrong = limited();
    for (let place = 0; place < 20_000; place += 1)
      wrong.wrong({}, `10.${place >> 16}.${(place >> 8) & 255}.${place & 255}`, place);
    expect((wrong as unknown as { places: Map<string, unknown> }).places.size).toBe(10_000);
  });
});

describe('a node that is asked with wrong tokens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chord-wrong-tokens-'));
  const file = join(folder, 'tokens');
  const digest = createHash('sha256').update('the-right-one').digest('hex');
  writeFileSync(file, `ida admin ${digest}\n`, { mode: 0o600 });
  afterAll(() => rmSync(folder, { recursive: true }));

  const statusOver = ({ port }: TestNode, agent: Agent, token: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, host: `localhost:${port}` };
      const options = { host: '127.0.0.1', port, path: '/dht/peers', agent, headers };
      request(options, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      })
        .on('error', reject)
        .end();
    });

  it('looks at so many, and then at none, not even at the right one', async () => {
    const node = await startTestNode({ config: { tokensFile: file, wrongTokensMax: 5 } });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await statusOver(node, agent, 'the-right-one')).toBe(200);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push(await node.get('/db/a', bearer('wrong')));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(401));
    const refused = await node.get('/db/a', bearer('the-right-one'));
    expect(refused.json()).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(refused.text).toContain('--wrong-tokens-max');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const login = (token: string) =>
      node.ask('POST', '/api/v1/session', { body: JSON.stringify({ token }) });
    expect((await login('the-right-one')).status).toBe(429);
    // Requests without a token, and those over a known connection, are not blocked.
    expect((await node.get('/db/a')).status).toBe(401);
    expect((await node.get('/health/ready')).status).toBe(200);
    expect(await statusOver(node, agent, 'the-right-one')).toBe(200);
    expect(await statusOver(node, agent, 'wrong')).toBe(401);
    expect(await statusOver(node, agent, 'the-right-one')).toBe(429);
    agent.destroy();
  });

  it('counts tokens given at the login', async () => {
    const node = await startTestNode({ config: { tokensFile: file, wrongTokensMax: 3 } });
    const statuses = [];
    for (let time = 0; time < 5; time += 1) {
      const body = JSON.stringify({ token: `guess ${time}` });
      statuses.push((await node.ask('POST', '/api/v1/session', { body })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  it('checks any number where the option allows that', async () => {
    const node = await startTestNode({ config: { tokensFile: file, wrongTokensMax: 0 } });
    const headers = { authorization: 'Bearer wrong' };
    for (let time = 0; time < 150; time += 1)
      expect((await node.get('/db/a', headers)).status).toBe(401);
  });
});
