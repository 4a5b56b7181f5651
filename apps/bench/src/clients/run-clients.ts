// Measures what clients that do little cost the others: thousands of silent ones, and some that read slowly.
import { median } from '../measure/measurement';
import type { Contender } from '../contenders/contender';
import type { LoadResult } from '../load/run-load';
import { keyName } from '../load/requests';
import type { Running, Stand } from '../stand/stand';
import { CpuWatch } from '../system/cpu-watch';
import { IdleConnections, type Held } from './idle-connections';
import { SlowReaders } from './slow-readers';

export interface ClientsOptions {
  readonly connections: number;
  readonly holdMs: number;
  readonly readers: number;
  readonly rounds: number;
  readonly durationMs: number;
}

/** GETs of 100 B by other clients. */
export interface Others {
  readonly opsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMicrosPerOp: number;
  readonly errors: number;
}

export interface IdleFindings {
  readonly opened: Held;
  readonly answeredAgain: Held;
  /** Of all processes together, with nothing but open connections. */
  readonly cores: number;
  readonly rssMiB: { readonly before: number; readonly held: number };
  readonly alone: Others;
  readonly beside: Others;
}

export interface SlowFindings {
  readonly alone: Others;
  readonly beside: Others;
  /** What a reader took of its value while the others were measured. */
  readonly bytesEach: number;
  readonly lost: number;
  readonly rssMiB: { readonly before: number; readonly during: number };
}

const SMALL = { valueBytes: 100, keys: 1_000, clients: 32 };
const LARGE = { valueBytes: 1024 ** 2, keys: 4 };
const SIP = { bytes: 8 * 1024, everyMs: 250 };

export class ClientsRun {
  private constructor(
    private readonly running: Running,
    private readonly options: ClientsOptions,
    private readonly say: (line: string) => void,
  ) {}

  static async of(
    contender: Contender,
    options: ClientsOptions,
    stand: Stand,
    say: (line: string) => void,
  ): Promise<{ idle: IdleFindings; slow: SlowFindings }> {
    const running = await stand.start(contender);
    try {
      const run = new ClientsRun(running, options, say);
      await run.fill(SMALL);
      await run.fill(LARGE);
      await run.others();
      return { slow: await run.slowReaders(), idle: await run.idleConnections() };
    } finally {
      await running.stop();
    }
  }

  private get ports(): readonly number[] {
    return this.running.instance.ports;
  }

  /** In turn without and with slow readers, so that the machine's other load falls on both. */
  private async slowReaders(): Promise<SlowFindings> {
    const before = this.rssMiB;
    const alone: Others[] = [];
    const beside: Others[] = [];
    let [bytes, lost, during] = [0, 0, 0];
    for (let round = 1; round <= this.options.rounds; round += 1) {
      alone.push(await this.others());
      const path = `/api/v1/keys/${keyName(LARGE.valueBytes, round % LARGE.keys)}`;
      const readers = new SlowReaders(
        this.ports,
        path,
        this.options.readers,
        SIP.bytes,
        SIP.everyMs,
      );
      try {
        beside.push(await this.others());
      } finally {
        during = Math.max(during, this.rssMiB);
        const reading = readers.close();
        bytes += reading.bytes;
        lost += reading.lost;
      }
      this.say(`slow readers, round ${round} of ${this.options.rounds}`);
    }
    return {
      alone: middle(alone),
      beside: middle(beside),
      bytesEach: bytes / this.options.rounds / this.options.readers,
      lost,
      rssMiB: { before, during },
    };
  }

  private async idleConnections(): Promise<IdleFindings> {
    const alone = await this.others();
    const before = this.rssMiB;
    const path = `/api/v1/keys/${keyName(SMALL.valueBytes, 0)}`;
    const connections = new IdleConnections(this.ports, path);
    try {
      const opened = await connections.open(this.options.connections);
      this.say(`${opened.opened} connections are open ${JSON.stringify(opened.errors)}`);
      const watch = new CpuWatch(this.running.pids);
      await new Promise((resolve) => setTimeout(resolve, this.options.holdMs));
      const { servers, seconds } = watch.read();
      const held = this.rssMiB;
      const beside = await this.others();
      const answeredAgain = await connections.askAgain();
      const cores = servers.reduce<number>((sum, each) => sum + (each ?? 0), 0) / seconds;
      return { opened, answeredAgain, cores, rssMiB: { before, held }, alone, beside };
    } finally {
      connections.close();
    }
  }

  private get rssMiB(): number {
    return this.running.memory.reduce((sum, { rssMiB }) => sum + rssMiB, 0);
  }

  private base() {
    const { instance, pids: servers } = this.running;
    const { dialect, ports } = instance;
    return { dialect, ports, servers, distribution: 'uniform' as const, seed: 1, runInMs: 0 };
  }

  private async fill({ valueBytes, keys }: { valueBytes: number; keys: number }): Promise<void> {
    const fill = { clients: 2, reads: 0, fill: true, windowMs: 60_000 };
    const { operations, errors } = await this.running.load.run({
      ...{ ...this.base(), ...fill, valueBytes, keys },
    });
    if (operations < keys)
      throw new Error(`only ${operations} of ${keys} keys were written: ${JSON.stringify(errors)}`);
  }

  private async others(): Promise<Others> {
    const window = { runInMs: 500, windowMs: this.options.durationMs };
    return othersOf(await this.running.load.run({ ...this.base(), ...SMALL, reads: 1, ...window }));
  }
}

function othersOf({ operations, seconds, all, errors, cpu }: LoadResult): Others {
  const cpuSeconds = cpu.servers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return {
    opsPerSecond: operations / seconds,
    p50Ms: all.p50Ms,
    p99Ms: all.p99Ms,
    cpuMicrosPerOp: (cpuSeconds * 1e6) / operations,
    errors: Object.values(errors).reduce((sum, count) => sum + count, 0),
  };
}

function middle(all: readonly Others[]): Others {
  const of = (name: keyof Others) => median(all.map((each) => each[name]));
  return {
    opsPerSecond: of('opsPerSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuMicrosPerOp: of('cpuMicrosPerOp'),
    errors: all.reduce((sum, { errors }) => sum + errors, 0),
  };
}
