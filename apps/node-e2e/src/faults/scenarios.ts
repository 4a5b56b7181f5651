// Knows which faults a ring has to bear: each scenario is data, and a seed decides its victims and its load.

export type Fault =
  /** SIGKILL of some nodes at once, and a start; `wipe` takes the disk too. */
  | { readonly kind: 'kill'; readonly nodes: number; readonly downMs: number; readonly wipe?: true }
  | { readonly kind: 'suspend'; readonly ms: number }
  | {
      readonly kind: 'partition';
      readonly minority: number;
      readonly ms: number;
      /** The minority hears the others, which do not hear it. */
      readonly oneWay?: true;
    }
  /** `GET /dht/leave`, and later a start with `--join`. */
  | { readonly kind: 'leave'; readonly awayMs: number }
  /** SIGTERM and start, one node after the other. */
  | { readonly kind: 'rolling' }
  /** Two nodes come back with wall clocks that are wrong by this much, one ahead and one behind. */
  | { readonly kind: 'clocks'; readonly offsetMs: number; readonly ms: number }
  /** The peers of one node hear from it late. */
  | { readonly kind: 'slow'; readonly delayMs: number; readonly ms: number }
  /** A second ring of the same size, with keys of its own, is joined. */
  | { readonly kind: 'merge'; readonly keys: number };

export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly fault: Fault;
  /** How often the fault is repeated in one run. */
  readonly rounds: number;
  /** Operations a second; none for 0. */
  readonly rate: number;
  /** Part of the short run that goes with every test run. */
  readonly isQuick?: true;
}

export const NODES = 5;

/** What every scenario has to keep, in milliseconds. */
export const LIMITS = {
  /** One ring after the last fault is over. */
  ringMs: 15_000,
  /** Three copies of every key, and no more, after that. */
  copiesMs: 30_000,
  /** No key is unavailable for longer, unless a majority of its home replicas is. */
  unavailableMs: 5_000,
  /** A node that cannot answer says so within this time. */
  refusalMs: 3_000,
  /** A node stops on SIGTERM within this time. */
  stopMs: 10_000,
} as const;

const rate = 300;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'kill',
    about: 'kill -9 and restart, one node at a time',
    fault: { kind: 'kill', nodes: 1, downMs: 5_000 },
    ...{ rounds: 2, rate, isQuick: true },
  },
  {
    name: 'suspend',
    about: 'SIGSTOP for 8 s, SIGCONT',
    fault: { kind: 'suspend', ms: 8_000 },
    ...{ rounds: 1, rate },
  },
  {
    name: 'partition-1-4',
    about: 'one node cut off from four for 8 s',
    fault: { kind: 'partition', minority: 1, ms: 8_000 },
    ...{ rounds: 1, rate },
  },
  {
    name: 'partition-2-3',
    about: 'two nodes cut off from three for 8 s',
    fault: { kind: 'partition', minority: 2, ms: 8_000 },
    ...{ rounds: 1, rate, isQuick: true },
  },
  {
    name: 'partition-long',
    about: 'two nodes cut off from three for 30 s',
    fault: { kind: 'partition', minority: 2, ms: 30_000 },
    ...{ rounds: 1, rate },
  },
  {
    name: 'one-way',
    about: 'one node hears four that do not hear it, for 8 s',
    fault: { kind: 'partition', minority: 1, ms: 8_000, oneWay: true },
    ...{ rounds: 1, rate },
  },
  {
    name: 'leave',
    about: 'graceful leave and return',
    fault: { kind: 'leave', awayMs: 3_000 },
    ...{ rounds: 2, rate },
  },
  {
    name: 'kill-two',
    about: 'kill -9 of two nodes at once, restart',
    fault: { kind: 'kill', nodes: 2, downMs: 5_000 },
    ...{ rounds: 1, rate, isQuick: true },
  },
  {
    name: 'rolling',
    about: 'SIGTERM and restart of every node in turn',
    fault: { kind: 'rolling' },
    ...{ rounds: 1, rate },
  },
  {
    name: 'power',
    about: 'kill -9 of all nodes at once, restart',
    fault: { kind: 'kill', nodes: NODES, downMs: 500 },
    ...{ rounds: 1, rate },
  },
  {
    name: 'wiped',
    about: 'kill -9 of one node, restart with an empty disk',
    fault: { kind: 'kill', nodes: 1, downMs: 500, wipe: true },
    ...{ rounds: 1, rate, isQuick: true },
  },
  {
    name: 'clocks',
    about: 'two nodes with clocks 10 minutes ahead and behind',
    fault: { kind: 'clocks', offsetMs: 600_000, ms: 5_000 },
    ...{ rounds: 1, rate },
  },
  {
    name: 'slow',
    about: 'one node whose messages take 300 ms longer, for 8 s',
    fault: { kind: 'slow', delayMs: 300, ms: 8_000 },
    ...{ rounds: 1, rate },
  },
  {
    name: 'merge',
    about: 'two rings of five with 1,000 keys each become one by one join',
    fault: { kind: 'merge', keys: 1_000 },
    ...{ rounds: 1, rate: 0 },
  },
];
