// The README's instructions for a newcomer, executed: four `nx serve`, three curl commands, Ctrl-C.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { send } from './harness/http';
import { DEADLINES_MS } from './harness/patience';
import { patiently } from './harness/patiently';
import { claimNamed, release } from './harness/ports';
import { until } from './harness/until';

const ROOT = join(__dirname, '../../..');
const PORTS = [5000, 5001, 5002, 5003];
const COMMANDS = [
  'curl --location --request PUT "localhost:5000/dht/join" --data "localhost:5001\nlocalhost:5002\nlocalhost:5003"',
  'curl --location --request PUT "localhost:5000/db/keyval" --data "this is the data"',
  'curl --location --request GET "localhost:5002/db/keyval"',
] as const;

const isReady = (port: number): Promise<boolean> =>
  send(port, 'GET', '/health/ready').then(
    ({ status }) => status === 200,
    () => false,
  );

const helpOfNode = (): string =>
  spawnSync(process.execPath, ['dist/apps/node/main.mjs', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).stdout;

/** A visitor who loads without a pause takes the processor from those that start. */
const VISIT_EVERY_MS = 50;

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const withCurl = hasCurl ? it : it.skip;

describe('four shells', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chord-shells-'));
  const shells: ChildProcess[] = [];
  /** What the dashboard of the first node was answered while the others started. */
  const pages: number[] = [];
  let output = '';

  beforeAll(async () => {
    await claimNamed(PORTS);
    const [first = 0, ...others] = PORTS;
    shells.push(serve(first));
    await untilServing([first]);
    shells.push(...others.map(serve));
    await Promise.all([untilServing(others), visit(first, others)]);
  });

  async function untilServing(ports: readonly number[]): Promise<void> {
    const ended = shells.map((shell) =>
      once(shell, 'exit').then(() => {
        throw new Error(`a shell has ended by itself:\n${output}`);
      }),
    );
    const serving = until(
      `${ports.join(', ')} to serve`,
      async () => {
        const ready = await Promise.all(ports.map(isReady));
        return ready.every(Boolean) || ready.join();
      },
      { withinMs: 500_000, onFailure: () => output },
    );
    await Promise.race([serving, ...ended]);
  }

  /** Others that start must not take away what a running node serves. */
  async function visit(port: number, starting: readonly number[]): Promise<void> {
    // A node that is far behind with its work says so, and is asked again.
    const get = (path: string) => patiently('GET', path, {}, () => send(port, 'GET', path));
    const page = await get('/');
    const script = /<script src="([^"]+)"/.exec(page.text)?.[1] ?? 'no script in the page';
    while (!(await Promise.all(starting.map(isReady))).every(Boolean)) {
      for (const path of ['/', script]) pages.push((await get(path)).status);
      await new Promise((resolve) => setTimeout(resolve, VISIT_EVERY_MS));
      if (shells.some(({ exitCode }) => exitCode !== null)) return;
    }
  }

  afterAll(async () => {
    await Promise.all(shells.map((shell) => interrupt(shell, 'SIGKILL')));
    PORTS.forEach(release);
    rmSync(folder, { recursive: true, force: true });
  });

  /** One shell: its own process group, as a terminal gives it. */
  function serve(port: number): ChildProcess {
    const env = Object.entries(process.env).filter(
      ([name]) => !/^(CHORD_|NX_|NODE_ENV$|NODE_OPTIONS$|JEST_)/.test(name),
    );
    const shell = spawn('npx', ['nx', 'serve', 'node', '--port', String(port)], {
      cwd: ROOT,
      env: { ...Object.fromEntries(env), CHORD_DATA_DIR: join(folder, String(port)) },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    shell.stdout.on('data', (chunk) => (output += chunk));
    shell.stderr.on('data', (chunk) => (output += chunk));
    return shell;
  }

  async function interrupt(shell: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    if (shell.exitCode !== null || shell.signalCode !== null) return;
    const ended = once(shell, 'exit');
    process.kill(-(shell.pid ?? 0), signal);
    await ended;
  }

  const type = (command: string) => {
    const { stdout, stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    return { stdout, status, stderr };
  };

  it('are told the same in the README as here', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    for (const command of COMMANDS) expect(readme).toContain(command);
    for (const port of PORTS) expect(readme).toContain(`npx nx serve node --port ${port}`);
  });

  it('have the options that the README names, with those defaults', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const help = helpOfNode();
    const rows = [...readme.matchAll(/^\| `--([a-z-]+)`\s+\| `?([^|`]+?)`?\s+\|/gm)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [, name, fallback] of rows) {
      const entry = help.split(/\n {2}--/).find((text) => text.split(/\s/)[0] === name);
      expect([name, entry]).toEqual([name, expect.stringContaining(`default: ${fallback}`)]);
    }
  });

  it('have the deadlines that tests on a slow machine multiply', () => {
    const help = helpOfNode();
    for (const [variable, ms] of Object.entries(DEADLINES_MS))
      expect(help).toContain(`default: ${ms}; environment: ${variable}\n`);
  });

  it('leave alone what those serve that run already', () => {
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((status) => status !== 200)).toEqual([]);
  });

  /** Whoever is told to come again types it again. */
  const untilTyped = (command: string, wanted: RegExp) =>
    until(command, () => {
      const { status, stdout, stderr } = type(command);
      return (status === 0 && wanted.test(stdout)) || `${status} ${stdout} ${stderr}`;
    });

  withCurl('join, put and get by the three curl commands', async () => {
    const [join_, put, get] = COMMANDS;
    await untilTyped(join_, /^ok\n?$/);
    await untilTyped(put, /^ok\n?$/);
    await untilTyped(get, /^this is the data$/);
  });

  withCurl.each(['localhost', '127.0.0.1', '[::1]'])('are reached as %s', async (host) => {
    await untilTyped(`curl --silent "http://${host}:5003/db/keyval"`, /^this is the data$/);
  });

  it('stop on Ctrl-C, and the ports are free again', async () => {
    await Promise.all(shells.map((shell) => interrupt(shell, 'SIGINT')));
    await until('nobody to listen any more', async () => {
      const open = await Promise.all(
        PORTS.map((port) =>
          send(port, 'GET', '/health/live').then(
            () => [port],
            () => [],
          ),
        ),
      );
      return open.flat().join() || true;
    });
  });
});
