// Runs a plan of faults on a ring that keeps values, and checks the result.
import type { ChordParameters } from '@chord-dht/chord';
import { type Host, SeededRandom } from '@chord-dht/chord/testing';
import { DEFAULT_STORE_PARAMETERS, type StoreNode } from '@chord-dht/store';
import {
  checkRegisters,
  type History,
  printEntry,
  type RegisterVerdict,
} from '@chord-dht/store/testing';
import { lostWrite, type FinalReading } from '../checkers/acknowledged-writes';
import { wrongCopies } from '../checkers/replica-copies';
import type { Cluster } from '../cluster/cluster';
import { StoreCluster } from '../cluster/store-cluster';
import { askStore } from '../values/ask-store';
import { keyNames, Load } from '../values/load';
import type { PlanFailure, PlanOutcome } from './plan-outcome';
import { ValueInjector } from './value-injector';
import type { ValuePlan } from './value-plan';

export interface ValueRunOptions {
  /** Modifies each fresh store: for tests that run one with a known defect. */
  readonly alterStore?: (store: StoreNode) => void;
  /**
   * The virtual time in milliseconds in which copies become equal once the ring has settled; two minutes by default.
   */
  readonly quietMs?: number;
  readonly logging?: 'hash' | 'lines';
  /** Called with the empty world. */
  readonly onCluster?: (cluster: Cluster) => void;
  readonly onLines?: (lines: readonly string[]) => void;
  /** Called with the history before it is judged. */
  readonly onHistory?: (history: History) => void;
}

/** The virtual time in which the ring has to settle once faults have stopped. */
const SETTLE_MS = 240_000;
const QUIET_MS = 120_000;
/** The virtual time for which the load goes on after the last fault began. */
const TAIL_MS = 4_000;
/** The time limit of an operation in a quiet ring. */
const FINAL_TIMEOUT_MS = 8_000;
const ENTRIES_SHOWN = 60;

export async function runValuePlan(
  host: Host,
  plan: ValuePlan,
  options: ValueRunOptions = {},
): Promise<PlanOutcome> {
  const cluster = new StoreCluster({
    host,
    seed: plan.seed,
    virtualNodes: plan.virtualNodes ?? 1,
    parameters: parametersOf(plan),
    latency: { kind: 'uniform', minMs: 1, maxMs: 10 },
    death: plan.death,
    copies: 'shared',
    ...(options.logging ? { logging: options.logging } : {}),
    ...(options.alterStore ? { alterStore: options.alterStore } : {}),
  });
  options.onCluster?.(cluster);
  const run = new ValueRun(cluster, plan, options);
  const failure = await run.firstFailure();
  if (cluster.log) options.onLines?.(cluster.log.lines);
  const { events } = cluster.loop;
  return { failure, events, checks: run.checks, hash: cluster.log?.hash() ?? '' };
}

/** As a node sets them: the list names so many hosts that it includes all home replicas. */
function parametersOf({ successorsMax, virtualNodes = 1 }: ValuePlan): Partial<ChordParameters> {
  if (virtualNodes === 1) return { successorsMax };
  return { successorsMax, successorHostsMin: DEFAULT_STORE_PARAMETERS.replicas };
}

class ValueRun {
  /** The number of histories of keys that were judged. */
  checks = 0;
  private lastLook: { readonly writes: number; readonly isRight: boolean } | undefined;

  constructor(
    private readonly cluster: StoreCluster,
    private readonly plan: ValuePlan,
    private readonly options: ValueRunOptions,
  ) {}

  async firstFailure(): Promise<PlanFailure | undefined> {
    const { cluster, plan } = this;
    const names = Array.from({ length: plan.nodes }, (_, index) => `start-${index}:1`);
    if (!(await cluster.grow(names))) return this.failure('progress', 'It never began.');
    const load = new Load(cluster, new SeededRandom(plan.seed), plan.load);
    const late = await this.suffer(load);
    const readings = late ? undefined : await this.readAll(load.history);
    this.options.onHistory?.(load.history);
    if (!readings) return this.failure('progress', late ?? '');
    return this.judge(load.history, readings);
  }

  /** Runs the load with the faults. @returns what did not end, if anything */
  private async suffer(load: Load): Promise<string | undefined> {
    const { cluster, plan } = this;
    const injector = new ValueInjector(cluster);
    const startMs = cluster.clock.nowMs();
    load.start();
    for (const fault of plan.faults) {
      await cluster.loop.advance(Math.max(0, startMs + fault.atMs - cluster.clock.nowMs()));
      injector.inject(fault);
    }
    await cluster.loop.advance(TAIL_MS);
    const isWell = (): boolean => injector.idle && cluster.isSettled();
    const settled = await cluster.loop.runUntil(isWell, SETTLE_MS);
    load.stop();
    await cluster.loop.runUntil(() => load.idle, SETTLE_MS);
    if (!settled) return `It does not settle: ${this.whatIsMissing(injector)}`;
    const isEqual = (): boolean => cluster.isSettled() && this.hasRightCopies();
    await cluster.loop.runUntil(isEqual, this.options.quietMs ?? QUIET_MS);
    return cluster.isSettled() ? undefined : 'It does not stay settled.';
  }

  /** Called after every event: while nothing was written the last result is still valid. */
  private hasRightCopies(): boolean {
    const { writes } = this.cluster;
    if (this.lastLook?.writes !== writes)
      this.lastLook = { writes, isRight: !wrongCopies(this.cluster) };
    return this.lastLook.isRight;
  }

  /** Reads every key through every node; these reads are part of the history as well. */
  private async readAll(history: History): Promise<Map<string, FinalReading[]>> {
    const { cluster, plan } = this;
    const all = new Map<string, FinalReading[]>();
    for (const key of keyNames(plan.load.keys)) {
      const readings: FinalReading[] = [];
      for (const node of cluster.serving()) {
        const request = { kind: 'get', reading: 'majority' } as const;
        const asking = askStore(cluster, node, key, request, { timeoutMs: FINAL_TIMEOUT_MS });
        const { entry } = await cluster.loop.settle(asking);
        history.add(entry);
        if (entry.reply?.kind === 'value') readings.push({ node, value: entry.reply.value });
      }
      all.set(key, readings);
    }
    return all;
  }

  private judge(
    history: History,
    readings: ReadonlyMap<string, readonly FinalReading[]>,
  ): PlanFailure | undefined {
    const { cluster } = this;
    for (const [key, last] of readings) {
      const writes = history.of(key, 'majority');
      this.checks += 1;
      const lost = lostWrite(writes, last);
      if (lost) return this.failure('lost-write', `${key}: ${lost}\n${tell(writes)}`);
    }
    for (const [key, last] of readings)
      if (last.length < cluster.hosts().length)
        return this.failure('progress', `${key} cannot be read through every node.`);
    const wrong = checkRegisters(history, 'majority').find(
      ({ verdict }) => verdict === 'not linearizable',
    );
    if (wrong) return this.failure('linearizability', describe(wrong));
    const copies = wrongCopies(cluster);
    if (copies) return this.failure('replicas', copies);
    const [defect] = cluster.defects;
    return defect === undefined ? undefined : this.failure('defect', String(defect));
  }

  private whatIsMissing(injector: ValueInjector): string {
    const { cluster } = this;
    const waiting = cluster.nodes().filter((node) => node.membership !== 'member');
    const stores = [...cluster.stores].filter(([, store]) => store.pendingRanges > 0);
    return [
      injector.idle ? '' : 'Faults have not ended.',
      cluster.notIdeal()?.detail ?? '',
      ...waiting.map((node) => `${node.self.address} is ${node.membership}.`),
      ...stores.map(
        ([address, store]) => `${address} has ${store.pendingRanges} ranges to settle.`,
      ),
    ]
      .filter(Boolean)
      .join(' ');
  }

  private failure(kind: PlanFailure['kind'], detail: string): PlanFailure {
    return { kind, detail, atMs: this.cluster.clock.nowMs() };
  }
}

function describe({ key, history }: RegisterVerdict): string {
  return `The history of ${key} is not linearizable.\n${tell(history)}`;
}

function tell(entries: RegisterVerdict['history']): string {
  const sorted = [...entries].sort((a, b) => a.startMs - b.startMs);
  return sorted.slice(-ENTRIES_SHOWN).map(printEntry).join('\n');
}
