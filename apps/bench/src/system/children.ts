// Every process that a run starts; all are ended at the end of the run, on errors and on Ctrl-C.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const STOP_WITHIN_MS = 5_000;
const LOG_LINES = 12;
/** What would change a server without anybody seeing it in the table. */
const KEPT_OUT = /^(CHORD_|NODE_ENV$|NODE_OPTIONS$|ETCD_|JEST_)/;

/**
 * Has the kernel end a program with its parent, even one that is ended by force; from util-linux. A parent that was
 * ended before that was arranged is no parent any more.
 */
const SETPRIV = '/usr/bin/setpriv';
const IF_PARENT_LIVES = `[ "$PPID" = ${process.pid} ] && exec "$@"`;
const WITH_PARENT = existsSync(SETPRIV)
  ? [SETPRIV, '--pdeathsig', 'KILL', '--', '/bin/sh', '-c', IF_PARENT_LIVES, 'sh']
  : [];

const running = new Set<Child>();

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The file that takes what it writes. */
  readonly log: string;
  /** A channel for messages, for our own programs. */
  readonly channel?: boolean;
}

export class Child {
  private readonly ended: Promise<void>;
  private how: string | undefined;
  /** True when this run has ended it, or is ending it. */
  private isAsked = false;

  private constructor(
    readonly process: ChildProcess,
    private readonly log: string,
  ) {
    running.add(this);
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.how ??= how;
        running.delete(this);
        if (!this.isAsked) this.reportEnd();
        resolve();
      };
      process.on('error', (error) => end(error.message));
      process.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    });
  }

  /** In a process group of its own, so that Ctrl-C reaches it only through us. */
  static start({ program, args, env, log, channel }: Command): Child {
    mkdirSync(dirname(log), { recursive: true });
    const file = openSync(log, 'a');
    const own = Object.entries(process.env).filter(([name]) => !KEPT_OUT.test(name));
    const [first = '', ...rest] = [...WITH_PARENT, program, ...args];
    const child = spawn(first, rest, {
      detached: true,
      env: { ...Object.fromEntries(own), ...env },
      stdio: ['ignore', file, file, ...(channel ? (['ipc'] as const) : [])],
    });
    closeSync(file);
    return new Child(child, log);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** How it ended, or `undefined`. */
  get ending(): string | undefined {
    return this.how;
  }

  /** Its last words, for a person who has to find out why. */
  get lastWords(): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
  }

  /** SIGTERM, then patience, then force. */
  async stop(): Promise<void> {
    this.isAsked = true;
    if (this.how === undefined) this.process.kill('SIGTERM');
    const force = setTimeout(() => this.kill(), STOP_WITHIN_MS);
    await this.ended;
    clearTimeout(force);
  }

  kill(): void {
    this.isAsked = true;
    if (this.how === undefined) this.process.kill('SIGKILL');
  }

  /** The folder with its log is removed at the end of the run, so what it said is repeated now. */
  private reportEnd(): void {
    process.stderr.write(`Process ${this.pid} ended by itself (${this.how}):\n${this.lastWords}\n`);
  }
}

function killAll(): void {
  for (const child of running) child.kill();
}

/** From now on no way out of this process leaves a child behind. */
export function guardChildren(cleanUp: () => void): void {
  process.on('exit', () => {
    killAll();
    cleanUp();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(130));
}
