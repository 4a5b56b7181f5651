// Three hosts with addresses of their own, set up as docs/operations.md says: with TLS, tokens, a peer secret and one list
// of members for all. The network of one of them is cut, and comes back.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from './harness/certificates';
import { canMakeHosts, Hosts } from './harness/hosts';
import { useLab } from './harness/lab';
import { NodeProcess } from './harness/node-process';

const TOKEN = 'token-of-somebody-who-may-do-everything';
const PORT = 5000;

(canMakeHosts() ? describe : describe.skip)('a ring of three hosts', () => {
  const lab = useLab();
  const folder = mkdtempSync(join(tmpdir(), 'chord-hosts-'));
  const authority = new Authority();
  let hosts: Hosts;

  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };

  beforeAll(() => {
    hosts = new Hosts(3);
    const all = [1, 2, 3].map((host) => `${hosts.addressOf(host)}:${PORT}`);
    const digest = createHash('sha256').update(TOKEN).digest('hex');
    const shared = {
      bind: ['0.0.0.0'],
      join: all,
      'peer-secret-file': write('secret', 'a secret of more than thirty-two bytes'),
      'tokens-file': write('tokens', `ops admin ${digest}\n`),
      'tls-ca': authority.file,
      'open-health': true,
    };
    for (const host of [1, 2, 3]) {
      const address = hosts.addressOf(host);
      const { cert, key } = authority.issue(`host-${host}`, `IP:${address}`);
      const options = { ...shared, host: address, 'tls-cert': cert, 'tls-key': key };
      const config = write(`${host}.json`, JSON.stringify(options));
      const node = lab.adopt(new NodeProcess(PORT, join(folder, `data-${host}`), address));
      node.wrap = (command) => hosts.on(host, [...command, '--config', config]);
      node.spawn();
    }
  });
  // Not before the lab has ended the nodes: it was asked to first.
  afterAll(() => {
    hosts.remove();
    authority.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks the node of a host, from there; `status body`. */
  const ask = (host: number, path: string, ...more: readonly string[]): string => {
    const url = `https://${hosts.addressOf(host)}:${PORT}${path}`;
    const seen = ['--silent', '--max-time', '180', '--cacert', authority.file];
    const [program = '', ...args] = hosts.on(host, [
      ...['curl', ...seen, '--write-out', ' %{http_code}', ...more, url],
    ]);
    const [, body = '', status = ''] =
      /^([^]*) (\d{3})$/.exec(spawnSync(program, args, { encoding: 'utf8' }).stdout) ?? [];
    return `${status} ${body}`.trim();
  };
  const bearer = ['--header', `Authorization: Bearer ${TOKEN}`];
  const get = (host: number): string => ask(host, '/db/key', ...bearer);
  const put = (host: number, value: string): string =>
    ask(host, '/db/key', ...bearer, '--request', 'PUT', '--data', value);
  /** Asks again while it is refused. @returns all that was answered */
  const answersUntil = async (host: number, wanted: string): Promise<string[]> => {
    const answers: string[] = [];
    await lab.until(`${wanted} at host ${host}`, () => {
      const answer = get(host);
      answers.push(answer);
      return answer === wanted || answer;
    });
    return answers;
  };
  const isHealthy = (host: number) => () => {
    const answer = ask(host, '/api/v1/ring', ...bearer);
    const [health] = /"health":\{[^}]*\}/.exec(answer) ?? [answer];
    return health.includes('Ring healthy: 3 nodes') || health;
  };

  it('serves its clients, and nobody else', async () => {
    for (const host of [1, 2, 3])
      await lab.until('a healthy ring', isHealthy(host), { everyMs: 250 });
    await lab.until('a write', () => {
      const answer = put(1, 'before');
      return answer === '200 ok' || answer;
    });
    for (const host of [1, 2, 3]) await answersUntil(host, '200 before');
    expect(ask(2, '/db/key')).toMatch(/^401 /);
  });

  it('goes on without the one that is cut off, which refuses and never answers with what was', async () => {
    hosts.cut(3);
    await lab.until('the majority to write', () => {
      const answer = put(1, 'during');
      return answer === '200 ok' || answer;
    });
    // It may not know yet that the one it asks is gone, and refuses then within two seconds.
    expect(await answersUntil(2, '200 during')).not.toContain('200 before');
    for (let turn = 0; turn < 3; turn += 1) expect(get(3)).toMatch(/^503 /);
  });

  it('is one again when the network is back', async () => {
    hosts.heal(3);
    // Until it is back it refuses; what was before is never right again.
    expect(await answersUntil(3, '200 during')).not.toContain('200 before');
    for (const host of [1, 2, 3])
      await lab.until('a healthy ring', isHealthy(host), { everyMs: 250 });
  });
});
