// Runs a plan of faults, and checks the invariants during and after it.
import type { ChordNode } from '@chord-dht/chord';
import type { Host } from '@chord-dht/chord/testing';
import { BaseRule } from '../checkers/base-rule';
import { InvariantWatch } from '../checkers/invariant-watch';
import { strandedNodes } from '../checkers/stranded';
import { Cluster } from '../cluster/cluster';
import type { FaultPlan } from './fault-plan';
import { FaultInjector } from './fault-injector';
import type { PlanFailure, PlanOutcome } from './plan-outcome';

export interface RunOptions {
  /** Modifies each fresh node: for tests that run a protocol with a known defect. */
  readonly alter?: (node: ChordNode) => void;
  readonly logging?: 'hash' | 'lines';
  /** Called with the empty world. */
  readonly onCluster?: (cluster: Cluster) => void;
  /** Called with the lines of the log at the end. */
  readonly onLines?: (lines: readonly string[]) => void;
}

/** The virtual time in which a ring has to become ideal, and for which it must stay so. */
const PROGRESS_MS = 300_000;
/** The virtual time after which every node has detected the departures. */
const STRANDED_MS = 60_000;
/** The time after failures in which the lists are repaired, with the default timers and deadlines. */
const REPAIR_MS = { refusing: 4_000, silent: 12_000 };
const STAY_MS = 5_000;
const LOOKUPS = 8;

export async function runPlan(
  host: Host,
  plan: FaultPlan,
  options: RunOptions = {},
): Promise<PlanOutcome> {
  const cluster = new Cluster({
    host,
    seed: plan.seed,
    parameters: { successorsMax: plan.successorsMax },
    latency: { kind: 'uniform', minMs: 1, maxMs: 20 },
    death: plan.death,
    copies: 'shared',
    ...(options.logging ? { logging: options.logging } : {}),
    ...(options.alter ? { alter: options.alter } : {}),
  });
  options.onCluster?.(cluster);
  cluster.addIdealRing(Array.from({ length: plan.nodes }, (_, index) => `start-${index}:1`));
  const watch =
    plan.mode === 'safe' ? new InvariantWatch(cluster, plan.successorsMax + 1) : undefined;
  const failure = await firstFailure(cluster, plan, watch);
  if (cluster.log) options.onLines?.(cluster.log.lines);
  return {
    failure,
    events: cluster.loop.events,
    checks: watch?.checks ?? 0,
    hash: cluster.log?.hash() ?? '',
  };
}

async function firstFailure(
  cluster: Cluster,
  plan: FaultPlan,
  watch: InvariantWatch | undefined,
): Promise<PlanFailure | undefined> {
  const broken = (): boolean => watch?.first !== undefined || cluster.defects.length > 0;
  const rule =
    plan.mode === 'safe'
      ? new BaseRule(cluster, plan.successorsMax, REPAIR_MS[plan.death])
      : undefined;
  const injector = new FaultInjector(cluster, rule);
  for (const fault of plan.faults) {
    await cluster.loop.runUntil(broken, Math.max(0, fault.atMs - cluster.clock.nowMs()));
    if (broken()) break;
    injector.inject(fault);
  }
  await cluster.loop.runUntil(() => broken() || injector.idle, PROGRESS_MS);
  if (!broken()) injector.endFaults();
  const ideal = (): boolean => cluster.isWhole();
  await cluster.loop.runUntil(() => broken() || ideal(), STRANDED_MS);
  if (plan.mode === 'rough')
    for (const node of strandedNodes(cluster)) cluster.crash(node.self.address);
  await cluster.loop.runUntil(() => broken() || ideal(), PROGRESS_MS);
  if (!broken() && !ideal()) return failureAt(cluster, 'progress', whatIsMissing(cluster));
  await cluster.loop.runUntil(() => broken() || !ideal(), STAY_MS);
  if (watch?.first) {
    const { name, detail, nodes, atMs } = watch.first;
    return { kind: 'invariant', detail: `${name}: ${detail} ${nodes.join(' ')}`, atMs };
  }
  if (cluster.defects.length > 0) return failureAt(cluster, 'defect', String(cluster.defects[0]));
  if (!ideal()) return failureAt(cluster, 'progress', `It did not stay: ${whatIsMissing(cluster)}`);
  return wrongLookup(cluster);
}

async function wrongLookup(cluster: Cluster): Promise<PlanFailure | undefined> {
  const map = cluster.ringMap();
  for (let index = 0; index < LOOKUPS; index += 1) {
    const node = cluster.random.pick(cluster.nodes());
    const target = node.keyId(`key ${index}`);
    const found = await cluster.loop.settle(
      node.lookup(target).then(
        ({ owner }) => owner.address,
        (error: unknown) => String(error),
      ),
    );
    const expected = map.ownerOf(target).address;
    if (found !== expected)
      return failureAt(
        cluster,
        'lookup',
        `The owner is ${expected}, and the lookup said ${found}.`,
      );
  }
  return undefined;
}

function whatIsMissing(cluster: Cluster): string {
  const waiting = cluster.nodes().filter((node) => !cluster.members().includes(node));
  const names = waiting.map((node) => `${node.self.address} is ${node.membership}`);
  return [cluster.notIdeal()?.detail ?? '', ...names].join(' ');
}

function failureAt(cluster: Cluster, kind: PlanFailure['kind'], detail: string): PlanFailure {
  return { kind, detail, atMs: cluster.clock.nowMs() };
}
