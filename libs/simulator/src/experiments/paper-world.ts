// Builds the world of the paper's simulator (ToN 2003, section V) with our own members.
import {
  positionsOf,
  type ChordNode,
  type ChordParameters,
  type Id,
  type LookupResult,
} from '@chord-dht/chord';
import { type Host, SeededRandom } from '@chord-dht/chord/testing';
import { Cluster } from '../cluster/cluster';
import { failingCount, type ExperimentSettings } from './settings';

const ROUND_MEAN_MS = 30_000;
const ROUND_JITTER = 0.5;

/**
 * No answer within 500 ms means dead; a round every 15 to 45 s refreshes the successor and one finger. Lookups have no
 * deadline.
 */
const PARAMETERS: Partial<ChordParameters> = {
  operationTimeoutMs: 600_000,
  uniteTimeoutMs: 600_000,
  stabiliseMs: ROUND_MEAN_MS,
  fixFingersMs: ROUND_MEAN_MS,
  probeLostMs: ROUND_MEAN_MS,
  jitter: ROUND_JITTER,
  hopsMax: 256,
};

/** The bounds of the time between two rounds. */
export const ROUND_MS = [
  ROUND_MEAN_MS * (1 - ROUND_JITTER),
  ROUND_MEAN_MS * (1 + ROUND_JITTER),
] as const;
export const PAPER_NETWORK = { kind: 'exponential', meanMs: 50 } as const;

/** Without failures, a slow answer must not count as a failure either. */
export function callTimeoutMsOf({ failed, rate }: ExperimentSettings): number {
  return failed > 0 || rate > 0 ? 500 : 10_000;
}

export function paperCluster(
  host: Host,
  settings: ExperimentSettings,
  seed: number,
  alter?: (node: ChordNode) => void,
): Cluster {
  const callTimeoutMs = callTimeoutMsOf(settings);
  const deadlines = { callTimeoutMs, callTimeoutMsMin: callTimeoutMs };
  return new Cluster({
    host,
    seed,
    latency: PAPER_NETWORK,
    death: 'silent',
    copies: 'shared',
    tickMs: 1,
    ...(alter ? { alter } : {}),
    parameters: { ...PARAMETERS, ...deadlines, successorsMax: settings.successors },
  });
}

/** The names of the hosts of one run; another seed gives other ids. */
export function hostNames(count: number, seed: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `node-${from + index}.run-${seed}.example:1`);
}

/** All hosts of one run, divided into those that fail at once and the others. */
export function splitHosts(
  settings: ExperimentSettings,
  seed: number,
): { all: string[]; failing: string[]; living: string[] } {
  const all = hostNames(settings.nodes, seed);
  const failing = new SeededRandom(2 ** 22 + seed).shuffle(all).slice(0, failingCount(settings));
  const gone = new Set(failing);
  return { all, failing, living: all.filter((name) => !gone.has(name)) };
}

/** Every position of every host. */
export function allPositions(hosts: readonly string[], virtualNodes: number): string[] {
  return hosts.flatMap((host) => positionsOf(host, virtualNodes));
}

/** Draws the ids of random keys out of `count` keys. */
export class KeyDraw {
  private readonly random: SeededRandom;

  constructor(
    private readonly count: number,
    private readonly seed: number,
  ) {
    this.random = new SeededRandom(2 ** 20 + seed);
  }

  next(node: ChordNode): Id {
    return node.keyId(`key-${this.random.below(this.count)}.run-${this.seed}`);
  }
}

/** The number of unanswered attempts of a lookup. */
export function timeoutsOf({ hops }: Pick<LookupResult, 'hops'>): number {
  return hops.filter((hop) => hop.outcome === 'failed').length;
}
