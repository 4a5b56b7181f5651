// Knows the world of the paper's simulator (ToN 2003, section V) and makes it with our own members.
import {
  positionsOf,
  type ChordNode,
  type ChordParameters,
  type Id,
  type LookupResult,
} from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import { Cluster } from '../cluster/cluster';
import type { Host } from '../ports/host';
import type { ExperimentSettings } from './settings';

/**
 * No answer within 500 ms means dead; a round every 15 to 45 s refreshes the successor and one
 * finger. Lookups are not given up for lack of time.
 */
const PARAMETERS: Partial<ChordParameters> = {
  operationTimeoutMs: 600_000,
  uniteTimeoutMs: 600_000,
  stabiliseMs: 30_000,
  fixFingersMs: 30_000,
  probeLostMs: 30_000,
  jitter: 0.5,
  hopsMax: 256,
};

export function paperCluster(
  host: Host,
  settings: ExperimentSettings,
  seed: number,
  alter?: (node: ChordNode) => void,
): Cluster {
  // Where nobody fails, no slow answer is to be taken for a failure either.
  const somebodyFails = settings.failed > 0 || settings.rate > 0;
  const callTimeoutMs = somebodyFails ? 500 : 10_000;
  const deadlines = { callTimeoutMs, callTimeoutMsMin: callTimeoutMs };
  return new Cluster({
    host,
    seed,
    latency: { kind: 'exponential', meanMs: 50 },
    death: 'silent',
    copies: 'shared',
    tickMs: 1,
    ...(alter ? { alter } : {}),
    parameters: { ...PARAMETERS, ...deadlines, successorsMax: settings.successors },
  });
}

/** The names of the hosts of one run; another seed means other ids. */
export function hostNames(count: number, seed: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `node-${from + index}.run-${seed}.example:1`);
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

/** The attempts of a lookup that nobody answered. */
export function timeoutsOf({ hops }: Pick<LookupResult, 'hops'>): number {
  return hops.filter((hop) => hop.outcome === 'failed').length;
}
