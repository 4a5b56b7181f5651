// Measures values of 1 MB: many clients with large values, and small requests beside them.
import type { Contender } from '../contenders/contender';
import { median } from '../measure/measurement';
import type { Histogram } from '../load/histogram';
import type { LoadResult } from '../load/run-load';
import type { LoadRequest } from '../stand/load-process';
import type { Running, Stand } from '../stand/stand';
import { send } from '../system/http';
import { Prober, type Probe } from './prober';

export interface LargeOptions {
  readonly rounds: number;
  readonly durationMs: number;
  readonly valueBytes: number;
  readonly clients: number;
}

/** One contender, one kind of operation, one round; or all rounds together. */
export interface LargeFigures {
  readonly opsPerSecond: number;
  readonly cpuMillisPerOp: number;
  readonly p99Ms: number;
  readonly errors: number;
  /** GETs of 100 B by other clients meanwhile. */
  readonly smallP99Ms: number;
  readonly smallMaxMs: number;
  readonly smallErrors: number;
  /** A question to one node that it passes on to another, as the ring's own messages go. */
  readonly relayP99Ms: number;
  readonly relayMaxMs: number;
  readonly liveMaxMs: number;
  readonly probesFailed: number;
  readonly foreignCores: number;
}

export interface LargeRow {
  readonly contender: string;
  readonly kind: 'PUT' | 'GET';
  readonly figures: LargeFigures;
}

const KEYS = 64;
const FILL_CLIENTS = 4;
const FILL_MS_MAX = 60_000;
const SMALL = { valueBytes: 100, keys: 1_000, clients: 4, pauseMs: 20 };

export async function runLarge(
  contenders: readonly Contender[],
  options: LargeOptions,
  stand: Stand,
  say: (line: string) => void,
): Promise<LargeRow[]> {
  const rows: LargeRow[] = [];
  for (let round = 1; round <= options.rounds; round += 1)
    for (const contender of contenders) {
      say(`round ${round}, ${contender.name}`);
      const running = await stand.start(contender);
      try {
        for (const kind of ['PUT', 'GET'] as const) {
          const figures = await measure(running, kind, options, stand);
          say(`round ${round}, ${contender.name}: ${kind} ${JSON.stringify(figures)}`);
          rows.push({ contender: contender.name, kind, figures });
        }
      } finally {
        await running.stop();
      }
    }
  return overRounds(rows);
}

/** Failures add up, the latest is the latest of all, everything else is a median. */
const SUMMED: readonly (keyof LargeFigures)[] = ['errors', 'smallErrors', 'probesFailed'];
const LATEST: readonly (keyof LargeFigures)[] = ['smallMaxMs', 'relayMaxMs', 'liveMaxMs'];

/** One row for each contender and kind. */
export function overRounds(rows: readonly LargeRow[]): LargeRow[] {
  const names = new Set(rows.map(({ contender, kind }) => `${contender} ${kind}`));
  return [...names].map((name) => {
    const group = rows.filter(({ contender, kind }) => `${contender} ${kind}` === name);
    const fields = Object.keys(group[0]!.figures) as (keyof LargeFigures)[];
    const figures = Object.fromEntries(
      fields.map((field) => {
        const values = group.map((row) => row.figures[field]);
        if (SUMMED.includes(field)) return [field, values.reduce((a, b) => a + b)];
        return [field, LATEST.includes(field) ? Math.max(...values) : median(values)];
      }),
    );
    return { ...group[0]!, figures: figures as unknown as LargeFigures };
  });
}

async function measure(
  running: Running,
  kind: 'PUT' | 'GET',
  { valueBytes, clients, durationMs }: LargeOptions,
  stand: Stand,
): Promise<LargeFigures> {
  const base = { ...baseOf(running), valueBytes, keys: KEYS };
  if (kind === 'PUT') {
    await running.load.run({
      ...base,
      clients: FILL_CLIENTS,
      reads: 0,
      fill: true,
      windowMs: FILL_MS_MAX,
    });
    await running.load.run({
      ...baseOf(running),
      ...SMALL,
      reads: 0,
      fill: true,
      windowMs: FILL_MS_MAX,
    });
  }
  const beside = stand.loadProcess();
  const probers = await probersOf(running);
  const reads = kind === 'GET' ? 1 : 0;
  try {
    const [large, small] = await Promise.all([
      running.load.run({
        ...{ ...base, clients, reads, runInMs: 500, windowMs: durationMs },
        others: [beside.pid],
      }),
      beside.run({ ...baseOf(running), ...SMALL, reads: 1, runInMs: 500, windowMs: durationMs }),
    ]);
    await Promise.all(Object.values(probers).map((prober) => prober.stop()));
    return figuresOf(large, small, probers);
  } finally {
    await Promise.all([beside.stop(), ...Object.values(probers).map((prober) => prober.stop())]);
  }
}

function baseOf({ instance: { dialect, ports }, pids }: Running) {
  const fixed = { distribution: 'uniform' as const, seed: 1, runInMs: 0 };
  return { dialect, ports, servers: pids, ...fixed } satisfies Partial<LoadRequest>;
}

interface Member {
  readonly id: string;
  readonly address: string;
}

interface Probers {
  readonly relay: Prober;
  readonly live: Prober;
}

async function probersOf({ instance }: Running): Promise<Probers> {
  const { ports, dialect } = instance;
  if (dialect === 'etcd') {
    const health = new Prober(ports.map((port) => ({ port, path: '/health' })));
    return { relay: health, live: health };
  }
  const { text } = await send(ports[0] ?? 0, 'GET', '/api/v1/ring');
  const { members } = JSON.parse(text) as { members: { node: Member }[] };
  const relays = ports.flatMap((port): Probe[] =>
    members
      .filter(({ node }) => !node.address.endsWith(`:${port}`))
      .map(({ node }) => ({ port, path: `/api/v1/nodes/${node.id}` })),
  );
  return {
    relay: new Prober(relays),
    live: new Prober(ports.map((port) => ({ port, path: '/health/live' }))),
  };
}

function figuresOf(large: LoadResult, small: LoadResult, { relay, live }: Probers): LargeFigures {
  const cpuSeconds = large.cpu.servers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const failed = ({ errors }: LoadResult) =>
    Object.values(errors).reduce((sum, count) => sum + count, 0);
  const latest = (histogram: Histogram) => histogram.maxMs;
  return {
    opsPerSecond: large.operations / large.seconds,
    cpuMillisPerOp: (cpuSeconds * 1000) / large.operations,
    p99Ms: large.all.p99Ms,
    errors: failed(large),
    smallP99Ms: small.all.p99Ms,
    smallMaxMs: small.all.maxMs,
    smallErrors: failed(small),
    relayP99Ms: relay.latencies.percentile(0.99),
    relayMaxMs: latest(relay.latencies),
    liveMaxMs: latest(live.latencies),
    probesFailed: relay === live ? live.failures : relay.failures + live.failures,
    foreignCores: large.cpu.foreignCores,
  };
}
