// Measures contenders interleaved in rounds; each is started anew, filled and warmed up.
import type { Contender } from '../contenders/contender';
import type { Running, Stand } from '../stand/stand';
import { CpuWatch } from '../system/cpu-watch';
import { keysOf, type Load } from '../measure/loads';
import {
  addUp,
  measurementOf,
  type IdleMeasurement,
  type Measurement,
} from '../measure/measurement';
import type { CompareOptions } from './options';

export interface Findings {
  readonly measurements: Measurement[];
  readonly idle: IdleMeasurement[];
  /** What a reader of the figures has to know. */
  readonly remarks: string[];
}

const RUN_IN_MS = 500;
const WARM_UP_CLIENTS = 32;
const WARM_UP_MS_MAX = 120_000;
const FILL_MS_MAX = 60_000;
/** Filling is no load test: few clients, fewer for large values. */
const fillClients = (valueBytes: number) => (valueBytes > 100_000 ? 4 : 32);

export class CompareRun {
  readonly findings: Findings = { measurements: [], idle: [], remarks: [] };

  constructor(
    private readonly contenders: readonly Contender[],
    private readonly options: CompareOptions,
    private readonly stand: Stand,
    private readonly say: (line: string) => void,
  ) {}

  async run(): Promise<Findings> {
    for (let round = 1; round <= this.options.rounds; round += 1) {
      // Another one begins each round, so that no place in the order is always the same contender's.
      const shift = (round - 1) % this.contenders.length;
      const order = [...this.contenders.slice(shift), ...this.contenders.slice(0, shift)];
      for (const contender of order) await this.visit(contender, round);
    }
    return this.findings;
  }

  private async visit(contender: Contender, round: number): Promise<void> {
    this.say(`round ${round}, ${contender.name}: starting`);
    const running = await this.stand.start(contender);
    const visit = new Visit(round, running, this.options, this.say);
    try {
      await visit.run();
      this.findings.measurements.push(...visit.measurements);
      this.findings.idle.push(...visit.idle);
      this.findings.remarks.push(...visit.remarks);
    } finally {
      await running.stop();
    }
  }
}

/** One contender in one round. */
class Visit {
  readonly measurements: Measurement[] = [];
  readonly idle: IdleMeasurement[] = [];
  readonly remarks: string[] = [];
  /** Keys that are there, by the size of their values. */
  private readonly filled = new Map<number, number>();
  private done = 0;

  constructor(
    private readonly round: number,
    private readonly running: Running,
    private readonly options: CompareOptions,
    private readonly say: (line: string) => void,
  ) {}

  private get name(): string {
    return this.running.name;
  }

  async run(): Promise<void> {
    const [first] = this.options.loads;
    if (!first) return;
    await this.fill(first.valueBytes);
    await this.warmUp(first);
    if (this.options.idleMs > 0) await this.watchIdle();
    for (const load of this.options.loads) {
      await this.fill(load.valueBytes);
      this.measurements.push(await this.measure(load));
    }
  }

  private base(valueBytes: number) {
    const { dialect, ports, secure } = this.running.instance;
    const { pids: servers } = this.running;
    const keys = this.filled.get(valueBytes) ?? keysOf(valueBytes);
    const about = { dialect, ports, valueBytes, keys, servers, ...(secure && { secure }) };
    return { ...about, seed: this.round, runInMs: 0 };
  }

  private async fill(valueBytes: number): Promise<void> {
    if (this.filled.has(valueBytes)) return;
    const spec = { clients: fillClients(valueBytes), reads: 0, distribution: 'uniform' as const };
    const keys = keysOf(valueBytes);
    const { operations, errors, filledKeys } = await this.running.load.run({
      ...this.base(valueBytes),
      ...spec,
      fill: true,
      windowMs: FILL_MS_MAX,
    });
    this.done += operations;
    const filled = filledKeys ?? 0;
    this.filled.set(valueBytes, Math.max(1, filled));
    if (filled < keys)
      this.remark(
        `only ${filled} of ${keys} keys of ${valueBytes} B could be written in ${FILL_MS_MAX / 1000} s, and are used ${said(errors)}`,
      );
  }

  private async warmUp({ valueBytes }: Load): Promise<void> {
    const wanted = this.options.warmUp * this.running.pids.length - this.done;
    if (wanted <= 0) return;
    const { operations, errors } = await this.running.load.run({
      ...this.base(valueBytes),
      clients: WARM_UP_CLIENTS,
      reads: 0.5,
      distribution: 'uniform',
      windowMs: WARM_UP_MS_MAX,
      operationsMax: wanted,
    });
    const failed = Object.keys(errors).length > 0;
    if (failed || operations < wanted)
      this.remark(`warm-up: ${operations} of ${wanted} operations ${said(errors)}`);
  }

  private async watchIdle(): Promise<void> {
    const watch = new CpuWatch(this.running.pids);
    await new Promise((resolve) => setTimeout(resolve, this.options.idleMs));
    const { servers, seconds, foreignCores } = watch.read();
    const cores = servers.reduce<number>((sum, each) => sum + (each ?? 0), 0) / seconds;
    this.say(`round ${this.round}, ${this.name}: idle, ${(cores * 100).toFixed(1)} % of a core`);
    const { round, name: contender } = this;
    this.idle.push({ round, contender, cores, foreignCores, memory: this.running.memory });
  }

  /** Again when others disturbed it; the least disturbed one counts. */
  private async measure(load: Load): Promise<Measurement> {
    let best: Measurement | undefined;
    const errors: Record<string, number>[] = [];
    for (let attempt = 0; attempt <= this.options.repeats; attempt += 1) {
      const measured = await this.measureOnce(load);
      errors.push(measured.errors);
      this.say(lineOf(measured));
      if (!best || measured.foreignCores < best.foreignCores) best = measured;
      if (!measured.spoiled) break;
    }
    return { ...best!, errors: addUp(errors) };
  }

  private async measureOnce({ name, clients, reads, distribution, valueBytes }: Load) {
    const result = await this.running.load.run({
      ...this.base(valueBytes),
      clients,
      reads,
      distribution,
      runInMs: RUN_IN_MS,
      windowMs: this.options.durationMs,
    });
    const about = { round: this.round, contender: this.name, load: name };
    return measurementOf(about, result, this.running.memory, this.options.foreignMax);
  }

  private remark(text: string): void {
    const line = `round ${this.round}, ${this.name}: ${text}`;
    this.remarks.push(line);
    this.say(line);
  }
}

const said = (errors: Readonly<Record<string, number>>) =>
  Object.keys(errors).length > 0 ? JSON.stringify(errors) : '';

function lineOf(measured: Measurement): string {
  const { round, contender, load, opsPerSecond, cpuMicrosPerOp, p99Ms, errors } = measured;
  const spoiled = measured.spoiled
    ? ` SPOILED: others took ${measured.foreignCores.toFixed(2)} cores`
    : '';
  return (
    `round ${round}, ${contender}: ${load} ${opsPerSecond.toFixed(0)}/s, ` +
    `${cpuMicrosPerOp.toFixed(0)} µs, p99 ${p99Ms.toFixed(1)} ms ${said(errors)}${spoiled}`
  );
}
