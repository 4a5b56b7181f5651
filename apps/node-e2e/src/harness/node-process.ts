// One real node: a process with a port and a data directory of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { send, type Answer, type Question } from './http';
import { PATIENCE, UNHURRIED } from './patience';
import { patiently } from './patiently';
import { until } from './until';

const MAIN =
  process.env['CHORD_E2E_MAIN'] ?? join(__dirname, '../../../../dist/apps/node/main.mjs');
const LOG_LINES = 30;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class NodeProcess {
  private child: ChildProcess | undefined;
  /** Its process has ended, and all is read that it has written. */
  private closed: Promise<unknown> | undefined;
  private written = '';
  /** The largest file that its next lives may write, as if its disk were that small. */
  fileSizeMaxKiB: number | undefined;
  /** How its next lives are started, by another program for example. */
  wrap: (command: readonly string[]) => readonly string[] = (command) => command;
  /** The authority of its certificate, where it speaks TLS. */
  ca: Buffer | undefined;

  constructor(
    readonly port: number,
    readonly dataDir: string,
    readonly host = 'localhost',
    private readonly args: readonly string[] = [],
    /** Further environment of its next lives. */
    readonly env: Record<string, string> = {},
  ) {}

  get address(): string {
    return `${this.host}:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return (
      this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
    );
  }

  /** Starts the process, with further options or without, and waits until it serves. */
  async start(args: readonly string[] = []): Promise<this> {
    this.spawn(args);
    await this.untilReady();
    return this;
  }

  /** Starts the process and does not wait. */
  spawn(args: readonly string[] = []): void {
    if (this.isRunning) throw new Error(`${this.address} runs already`);
    const own = ['--port', this.port, '--host', this.host, '--data-dir', this.dataDir].map(String);
    const env = Object.entries(process.env).filter(
      ([name]) => !/^(CHORD_|NODE_ENV$|NODE_OPTIONS$|JEST_)/.test(name),
    );
    const command = this.wrap([process.execPath, MAIN, ...own, ...this.args, ...args]);
    const limit = this.fileSizeMaxKiB;
    const [program = '', ...rest] =
      limit === undefined
        ? command
        : ['bash', '-c', `ulimit -S -f ${limit}; exec "$@"`, 'bash', ...command];
    const child = spawn(program, rest, {
      env: { ...Object.fromEntries(env), ...UNHURRIED, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => (this.written += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.child = child;
    this.closed = once(child, 'close');
  }

  async untilReady(): Promise<void> {
    await until(
      `${this.address} to be ready`,
      async () => {
        if (!this.isRunning) return 'its process has ended';
        const { status } = await this.once('GET', '/health/ready', {
          timeoutMs: 5_000 * PATIENCE,
        });
        return status === 200 || `ready says ${status}`;
      },
      { onFailure: () => this.logTail() },
    );
  }

  /** Everything it has written and that has come, over all its lives; all of it when it has ended. */
  get log(): string {
    return this.written;
  }

  /** Waits for words in its log: they may come behind an answer. */
  async logged(words: string | RegExp): Promise<void> {
    await until(
      `${this.address} to write ${words}`,
      () =>
        (typeof words === 'string' ? this.log.includes(words) : words.test(this.log)) || 'not yet',
      { onFailure: () => this.logTail() },
    );
  }

  logTail(): string {
    const lines = this.written.trimEnd().split('\n').slice(-LOG_LINES);
    const state = this.isRunning ? `pid ${this.pid}` : 'not running';
    return `--- log of ${this.address} (${state})\n${lines.join('\n')}`;
  }

  /** SIGKILL: no chance to say or to write anything. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGTERM, as an operator stops it. */
  terminate(): Promise<Ending> {
    return this.end('SIGTERM');
  }

  /** Waits until the process has ended by itself. */
  async ended(): Promise<Ending> {
    const { child } = this;
    if (!child) throw new Error(`${this.address} was never started`);
    await this.closed;
    return { code: child.exitCode, signal: child.signalCode };
  }

  /** SIGSTOP: it is there and does nothing, until `wake`. */
  suspend(): void {
    this.child?.kill('SIGSTOP');
  }

  wake(): void {
    this.child?.kill('SIGCONT');
  }

  get(path: string, question: Question = {}): Promise<Answer> {
    return this.ask('GET', path, question);
  }

  put(path: string, body: Buffer | string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('PUT', path, { body, headers });
  }

  post(
    path: string,
    body: Buffer | string = '',
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.ask('POST', path, { body, headers });
  }

  delete(path: string): Promise<Answer> {
    return this.ask('DELETE', path);
  }

  /** One request, whatever is answered: for states that are awaited, and tests of what a node cannot serve. */
  async once(method: string, path: string, question: Question = {}): Promise<Answer> {
    const answer = await send(this.port, method, path, { ca: this.ca, ...question });
    return { ...answer, logTail: () => this.logTail() };
  }

  /** Again where it is answered that it may be asked again: what is no test of availability is decided by no stall. */
  ask(method: string, path: string, question: Question = {}): Promise<Answer> {
    return patiently(method, path, question, (asked) => this.once(method, path, asked));
  }

  private async end(signal: NodeJS.Signals): Promise<Ending> {
    if (this.isRunning) this.child?.kill(signal);
    return this.ended();
  }
}
