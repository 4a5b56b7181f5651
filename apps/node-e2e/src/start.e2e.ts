// `npm start` as a newcomer uses it: a ring with an address to open, that tells what happens to it and stops clean.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered } from './harness/answered';
import { linesOf, send } from './harness/http';
import { patiently } from './harness/patiently';
import { claimNamed, claimNeighbours, release } from './harness/ports';
import { until } from './harness/until';

const ROOT = join(__dirname, '../../..');
const NODES = 3;

describe('npm start', () => {
  const data = mkdtempSync(join(tmpdir(), 'chord-start-'));
  let ports: number[] = [];
  let shell: ChildProcess | undefined;
  let output = '';

  beforeAll(async () => {
    ports = await claimNeighbours(NODES);
  });

  afterAll(async () => {
    if (shell && shell.exitCode === null && shell.signalCode === null) await stop('SIGTERM');
    ports.forEach(release);
    rmSync(data, { recursive: true, force: true });
  });

  function start(
    options: readonly unknown[] = ['--nodes', NODES, '--port', ports[0]],
  ): ChildProcess {
    const args = ['tools/start.mjs', ...options, '--data', data].map(String);
    output = '';
    shell = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    shell.stdout?.on('data', (chunk) => (output += chunk));
    shell.stderr?.on('data', (chunk) => (output += chunk));
    return shell;
  }

  async function stop(signal: NodeJS.Signals): Promise<unknown> {
    const ended = once(shell!, 'exit');
    shell!.kill(signal);
    return (await ended)[0];
  }

  const untilSaid = (what: string) =>
    until(`npm start to say "${what}"`, () => output.includes(what) || 'not yet', {
      withinMs: 500_000,
      onFailure: () => output,
    });

  /** The ring is there when each has joined; who follows whom is known some moments later. */
  const untilListed = (port: number, members: readonly number[]) =>
    until(`${port} to list all`, async () => {
      const peers = linesOf(await send(port, 'GET', '/dht/peers'))
        .sort()
        .join();
      return (
        peers ===
          members
            .map((each) => `localhost:${each}`)
            .sort()
            .join() || peers
      );
    });

  const pidOf = (port: number) =>
    Number(new RegExp(`localhost:${port}  pid (\\d+)`).exec(output)?.[1]);

  it('brings up a ring and prints where to look', async () => {
    start();
    await untilSaid('Ctrl-C');
    expect(output).toContain(`http://localhost:${ports[0]}/`);
    expect(output).toContain(`curl --location --request PUT "localhost:${ports[0]}/db/keyval"`);
    for (const port of ports) {
      await untilListed(port, ports);
      const page = await send(port, 'GET', '/', { headers: { Accept: 'text/html' } });
      expect([page.status, page.headers['content-type']]).toEqual([
        200,
        expect.stringContaining('text/html'),
      ]);
    }
    const put = patiently('PUT', '/db/kept', { body: 'kept' }, (question) =>
      send(ports[0]!, 'PUT', '/db/kept', question),
    );
    await answered(put, 200);
  });

  it('says when a node dies', async () => {
    process.kill(pidOf(ports[2]!), 'SIGKILL');
    await untilSaid(`Node localhost:${ports[2]} (pid ${pidOf(ports[2]!)}) ended: signal SIGKILL`);
  });

  it('stops every node on Ctrl-C and ends with 0', async () => {
    expect(await stop('SIGINT')).toBe(0);
    for (const port of ports)
      await expect(send(port, 'GET', '/health/live')).rejects.toThrow('ECONNREFUSED');
  });

  it('has the keys again the next time', async () => {
    start();
    await untilSaid('Ctrl-C');
    await until('the key at every node', async () => {
      const answers = await Promise.all(ports.map((port) => send(port, 'GET', '/db/kept')));
      return answers.every(({ text }) => text === 'kept') || answers.map(({ text }) => text).join();
    });
  });

  it('leaves no node behind when its terminal is closed', async () => {
    shell!.stdout!.destroy();
    shell!.stderr!.destroy();
    expect(await stop('SIGHUP')).toBe(0);
    for (const port of ports)
      await expect(send(port, 'GET', '/health/live')).rejects.toThrow('ECONNREFUSED');
  });

  it('names a port that is in use, and chooses no other', async () => {
    const blocker = createServer().listen(ports[1], '127.0.0.1');
    await once(blocker, 'listening');
    const [code] = await once(start(), 'close');
    blocker.close();
    expect(code).toBe(1);
    expect(output).toContain(`In use already: port ${ports[1]}`);
  });

  it('takes the next free ports when none was asked for, and says so', async () => {
    const usual = [5000, 5001, 5002, 5003];
    await claimNamed(usual);
    const blocker = createServer().listen(5001, '127.0.0.1');
    try {
      await once(blocker, 'listening');
      start(['--nodes', 2]);
      await untilSaid('Ctrl-C');
      expect(output).toContain('In use already: port 5001. So the ring takes ports 5002 to 5003');
      expect(output).toContain('http://localhost:5002/');
      await untilListed(5003, [5002, 5003]);
      expect(await stop('SIGINT')).toBe(0);
    } finally {
      blocker.close();
      usual.forEach(release);
    }
  });
});
