// A process of a node, and what the operating system says of it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ask, pause } from './asking';

const START_MS_MAX = 120_000;
const LOOK_MS = 10;

/** Milliseconds after the process was started. */
export interface StartTimes {
  readonly openMs: number;
  readonly liveMs: number;
  readonly readyMs: number;
}

export class NodeUnderLoad {
  private child: ChildProcess | undefined;

  constructor(
    private readonly main: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  get directory(): string {
    return join(this.folder, String(this.port));
  }

  get isRunning(): boolean {
    const { child } = this;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  get dataFileBytes(): number {
    return statSync(join(this.directory, 'data.mdb')).blocks * 512;
  }

  /** Resolves when it is ready. */
  async start(...options: readonly string[]): Promise<StartTimes> {
    const { main, directory, port, folder } = this;
    const log = openSync(join(folder, `${port}.log`), 'a');
    const words = [main, '--port', String(port), '--data-dir', directory, ...options];
    const startMs = performance.now();
    const child = spawn(process.execPath, words, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.child = child;
    const times = { openMs: 0, liveMs: 0, readyMs: 0 };
    while (performance.now() - startMs < START_MS_MAX && child.exitCode === null) {
      const live = times.liveMs || (await ask({ port, path: '/health/live' })).status;
      const nowMs = performance.now() - startMs;
      if (live !== 0) times.openMs ||= nowMs;
      if (live === 200) times.liveMs ||= nowMs;
      if (times.liveMs && (await ask({ port, path: '/health/ready' })).status === 200) {
        times.readyMs = performance.now() - startMs;
        return times;
      }
      await pause(LOOK_MS);
    }
    throw new Error(`The node at ${port} is not ready after ${START_MS_MAX} ms.`);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || !this.isRunning) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  /** MiB of its own, and those of mapped files, which the system takes back when others need them. */
  memory(): { readonly own: number; readonly mapped: number } {
    const status = readFileSync(`/proc/${this.child?.pid ?? 0}/status`, 'utf8');
    const mib = (name: string): number =>
      Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1_024);
    return { own: mib('RssAnon'), mapped: mib('RssFile') };
  }
}
