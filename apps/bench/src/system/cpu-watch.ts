// Measures the processor time of a span: of the servers, of the run itself, and of other processes.
import { cpuSecondsOf, machineSeconds, type MachineSeconds } from './proc';

export interface CpuSpan {
  readonly seconds: number;
  /** Processor seconds of each server, in the order given; `null`: it has ended. */
  readonly servers: readonly (number | null)[];
  /** Of the process that makes the load. */
  readonly loadSeconds: number;
  /** Cores that were busy with what does not belong to the run, or that a hypervisor took away. */
  readonly foreignCores: number;
}

export class CpuWatch {
  private readonly startedMs = performance.now();
  private readonly machine: MachineSeconds = machineSeconds();
  private readonly before: Map<number, number>;

  /**
   * @param servers process ids
   * @param others further processes of the run; this one always is one of them
   */
  constructor(
    private readonly servers: readonly number[],
    private readonly others: readonly number[] = [],
  ) {
    this.before = new Map(this.all.map((pid) => [pid, cpuSecondsOf(pid) ?? 0]));
  }

  read(): CpuSpan {
    const seconds = (performance.now() - this.startedMs) / 1000;
    const machine = machineSeconds();
    const used = new Map(this.all.map((pid) => [pid, this.usedBy(pid)]));
    const busy = machine.busy - this.machine.busy + machine.stolen - this.machine.stolen;
    const own = [...used.values()].reduce<number>((sum, each) => sum + (each ?? 0), 0);
    return {
      seconds,
      servers: this.servers.map((pid) => used.get(pid) ?? null),
      loadSeconds: used.get(process.pid) ?? 0,
      foreignCores: Math.max(0, busy - own) / seconds,
    };
  }

  private get all(): number[] {
    return [...new Set([...this.servers, ...this.others, process.pid])];
  }

  private usedBy(pid: number): number | null {
    const now = cpuSecondsOf(pid);
    return now === undefined ? null : now - (this.before.get(pid) ?? 0);
  }
}
