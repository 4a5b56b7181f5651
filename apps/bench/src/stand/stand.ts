// The common frame of every run: a folder, ports, a time limit, running contenders, and a clean end.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender, Instance, Place } from '../contenders/contender';
import { guardChildren } from '../system/children';
import { freePorts, ringPorts, type PortRange } from '../system/ports';
import { memoryOf, type Memory } from '../system/proc';
import { LoadProcess } from './load-process';

export interface StandOptions {
  /** The folder of the workspace. */
  readonly root: string;
  readonly ports: PortRange;
  /** The run ends itself after so long. */
  readonly minutesMax: number;
  readonly say: (line: string) => void;
}

const OTHER_PORTS = 7;

export class Stand {
  private starts = 0;

  private constructor(
    readonly root: string,
    private readonly folder: string,
    readonly ringPorts: readonly number[],
    private readonly otherPorts: readonly number[],
  ) {}

  static async open({ root, ports, minutesMax, say }: StandOptions): Promise<Stand> {
    if (process.platform !== 'linux')
      throw new Error('Measuring needs the accounting of Linux (/proc), which is not here.');
    // On the disk of the workspace, where a node's data would lie; a temporary folder may be memory.
    mkdirSync(join(root, 'tmp'), { recursive: true });
    const folder = mkdtempSync(join(root, 'tmp/bench-'));
    guardChildren(() => rmSync(folder, { recursive: true, force: true }));
    setTimeout(() => {
      say(`The run took longer than ${minutesMax} minutes and ends here.`);
      process.exit(1);
    }, minutesMax * 60_000).unref();
    const ring = await ringPorts(ports);
    return new Stand(root, folder, ring, await freePorts(OTHER_PORTS, ports, ring));
  }

  async start(contender: Contender): Promise<Running> {
    const folder = join(this.folder, `${(this.starts += 1)}-${contender.name}`);
    mkdirSync(folder, { recursive: true });
    const { root, ringPorts, otherPorts } = this;
    const place: Place = { root, folder, ringPorts, otherPorts };
    const instance = await contender.start(place);
    return new Running(contender.name, instance, this.loadProcess(), folder);
  }

  /** One more process that makes load; whoever takes it stops it. */
  loadProcess(): LoadProcess {
    return new LoadProcess(this.root, this.folder);
  }
}

/** A contender that runs, and the process that makes its load. */
export class Running {
  constructor(
    readonly name: string,
    readonly instance: Instance,
    readonly load: LoadProcess,
    private readonly folder: string,
  ) {}

  get pids(): number[] {
    return this.instance.children.map(({ pid }) => pid);
  }

  /** Of each process. */
  get memory(): Memory[] {
    return this.pids.flatMap((pid) => memoryOf(pid) ?? []);
  }

  async stop(): Promise<void> {
    await Promise.all([this.load.stop(), ...this.instance.children.map((child) => child.stop())]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
