// Runs and measures a load: clients in a closed loop, a run-in, a window of measurement, and a bounded end.
import { CpuWatch, type CpuSpan } from '../system/cpu-watch';
import type { Secure } from '../system/secure';
import { Client, type Work } from './client';
import { Histogram } from './histogram';
import { keyChoices, seededRandom, type Distribution } from './key-choice';
import { openLanes } from './ring-lanes';
import { requestsFor, type Dialect, type Operation, type Requests } from './requests';

export interface LoadSpec {
  readonly dialect: Dialect;
  /** Ports on 127.0.0.1; clients are spread over them in turn. */
  readonly ports: readonly number[];
  readonly clients: number;
  readonly valueBytes: number;
  readonly keys: number;
  /** Share of GETs among the operations, 0 to 1. */
  readonly reads: number;
  readonly distribution: Distribution;
  readonly seed: number;
  /** How long a client waits after each answer; 0 or nothing: not at all. */
  readonly pauseMs?: number;
  /** Before the window, not counted; unless it is 0, also until each client has had an answer. */
  readonly runInMs: number;
  readonly windowMs: number;
  /** Ends the window early, after so many operations. */
  readonly operationsMax?: number;
  /** Writes each key once, and once more when that failed, instead of choosing keys. */
  readonly fill?: boolean;
  /** The processes whose processor time is told. */
  readonly servers: readonly number[];
  /** Further processes that belong to the run. */
  readonly others: readonly number[];
  /** Over TLS, with a token. */
  readonly secure?: Secure;
}

export interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface LoadResult {
  /** Operations that succeeded in the window. */
  readonly operations: number;
  readonly seconds: number;
  readonly reads: Latency;
  readonly writes: Latency;
  readonly all: Latency;
  /** How often what went wrong, those without an answer at the end included. */
  readonly errors: Readonly<Record<string, number>>;
  readonly cpu: CpuSpan;
  /** After a filling: so many keys, from the first on, were all acknowledged; else `null`. */
  readonly filledKeys: number | null;
}

/** How long answers are waited for after the window. */
const DRAIN_MS = 15_000;
/** How long the slowest client has for its first answer. */
const CONNECT_MS = 10_000;
const ATTEMPTS_MAX = 20;

export async function runLoad(spec: LoadSpec): Promise<LoadResult> {
  const requests = requestsFor(spec.dialect, spec.valueBytes, spec.keys, spec.secure?.token);
  const fill = spec.fill ? new Fill(spec, requests) : undefined;
  const run = new Run(spec, fill ?? new Choice(spec, requests));
  const { lanes: clients, close } = await lanesOf(spec, requests, run);
  try {
    clients.forEach((client) => client.begin());
    await run.until(() => run.isExhausted, spec.runInMs);
    // Hundreds of handshakes take longer than that.
    const areThere = (): boolean => clients.every(({ hasBegun }) => hasBegun);
    if (spec.runInMs > 0) await run.until(() => run.isExhausted || areThere(), CONNECT_MS);
    run.open();
    await run.until(() => run.isExhausted, spec.windowMs);
    run.close();
    await run.until(() => !clients.some(({ isBusy }) => isBusy), DRAIN_MS);
  } finally {
    for (const client of clients) if (client.close()) run.fault('no answer');
    await close();
  }
  return { ...run.result(), filledKeys: fill?.filledKeys ?? null };
}

interface Lanes {
  readonly lanes: readonly Pick<Client, 'begin' | 'hasBegun' | 'isBusy' | 'close'>[];
  readonly close: () => Promise<void>;
}

function lanesOf(spec: LoadSpec, requests: Requests, run: Work): Lanes | Promise<Lanes> {
  if (spec.dialect === 'binary') return openLanes(spec, requests, run);
  const lanes = Array.from({ length: spec.clients }, (_, index) => {
    const port = spec.ports[index % spec.ports.length]!;
    return new Client(port, requests, run, spec.pauseMs, spec.secure?.ca);
  });
  return { lanes, close: () => Promise.resolve() };
}

/** Where operations come from. */
interface Source {
  next(): Operation | undefined;
  succeeded(operation: Operation): void;
  failed(operation: Operation): void;
}

class Choice implements Source {
  private readonly choices: Uint32Array;
  private readonly random: () => number;
  private at = 0;
  private left: number;

  constructor(
    private readonly spec: LoadSpec,
    private readonly requests: Requests,
  ) {
    this.choices = keyChoices(spec.distribution, spec.keys, spec.seed);
    this.random = seededRandom(spec.seed + 1);
    this.left = spec.operationsMax ?? Infinity;
  }

  next(): Operation | undefined {
    if (this.left <= 0) return undefined;
    this.left -= 1;
    const key = this.choices[this.at++ % this.choices.length]!;
    return this.random() < this.spec.reads ? this.requests.read(key) : this.requests.write(key);
  }

  succeeded(): void {
    // What is counted is enough.
  }

  failed(): void {
    // What is chosen at random is not owed to anybody.
  }
}

class Fill implements Source {
  private readonly again: number[] = [];
  private readonly written = new Set<number>();
  private readonly attempts = new Map<number, number>();
  private at = 0;

  constructor(
    private readonly spec: LoadSpec,
    private readonly requests: Requests,
  ) {}

  next(): Operation | undefined {
    // What failed comes first, so that what is written has no holes when time is up.
    const key = this.again.shift() ?? (this.at < this.spec.keys ? this.at++ : undefined);
    return key === undefined ? undefined : this.requests.write(key);
  }

  get filledKeys(): number {
    let key = 0;
    while (this.written.has(key)) key += 1;
    return key;
  }

  succeeded({ key }: Operation): void {
    this.written.add(key);
  }

  failed({ key }: Operation): void {
    const attempts = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempts);
    if (attempts < ATTEMPTS_MAX) this.again.push(key);
  }
}

class Run implements Work {
  isExhausted = false;
  private phase: 'run-in' | 'window' | 'over' = 'run-in';
  private reads = new Histogram();
  private writes = new Histogram();
  private readonly errors: Record<string, number> = {};
  private underWay = 0;
  private watch: CpuWatch | undefined;
  private cpu: CpuSpan | undefined;

  constructor(
    private readonly spec: LoadSpec,
    private readonly source: Source,
  ) {}

  next(): Operation | undefined {
    if (this.phase === 'over') return undefined;
    const operation = this.source.next();
    if (operation) this.underWay += 1;
    else if (this.underWay === 0) this.isExhausted = true;
    return operation;
  }

  ended(operation: Operation, startedMs: number, fault: string | undefined): void {
    this.underWay -= 1;
    if (fault !== undefined) {
      this.fault(fault);
      this.source.failed(operation);
      return;
    }
    this.source.succeeded(operation);
    if (this.phase === 'window') {
      (operation.isRead ? this.reads : this.writes).add(performance.now() - startedMs);
    }
  }

  fault(what: string): void {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }

  open(): void {
    this.phase = 'window';
    this.watch = new CpuWatch(this.spec.servers, this.spec.others);
  }

  close(): void {
    this.cpu = this.watch?.read();
    this.phase = 'over';
  }

  /** Waits for a state, at most for so long. */
  until(state: () => boolean, withinMs: number): Promise<void> {
    const endMs = performance.now() + withinMs;
    return new Promise((resolve) => {
      const look = () => {
        const leftMs = endMs - performance.now();
        if (leftMs <= 0 || state()) resolve();
        else setTimeout(look, Math.min(5, leftMs));
      };
      look();
    });
  }

  result(): Omit<LoadResult, 'filledKeys'> {
    const { cpu } = this;
    if (!cpu) throw new Error('the window was never closed');
    if (cpu.servers.includes(null)) this.fault('server process ended');
    const all = this.reads.with(this.writes);
    return {
      operations: all.count,
      seconds: cpu.seconds,
      reads: latencyOf(this.reads),
      writes: latencyOf(this.writes),
      all: latencyOf(all),
      errors: this.errors,
      cpu,
    };
  }
}

function latencyOf(histogram: Histogram): Latency {
  return {
    count: histogram.count,
    p50Ms: histogram.percentile(0.5),
    p99Ms: histogram.percentile(0.99),
    maxMs: histogram.maxMs,
  };
}
