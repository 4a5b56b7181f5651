// The visible state of a world at one moment, as plain data that travels from a worker to a page.

export const NODE_STATES = ['member', 'coming', 'going', 'asleep', 'dead'] as const;
export type WorldNodeState = (typeof NODE_STATES)[number];

/** Columns of the same length, one index per node, in the order in which the nodes first appeared. */
export interface WorldPicture {
  /** Virtual milliseconds since the start. */
  readonly ms: number;
  readonly events: number;
  readonly messages: number;
  /** A hash of all events: two runs with the same hash are the same. */
  readonly hash: string;
  readonly numbers: Int32Array;
  /** Turns clockwise, 0 ≤ turn < 1. */
  readonly turns: Float32Array;
  /** Indexes in NODE_STATES. */
  readonly states: Uint8Array;
  /** The indexes of each node's successor and predecessor; -1 for none. */
  readonly successors: Int32Array;
  readonly predecessors: Int32Array;
  readonly slow: Uint8Array;
}

/** An invariant, with the time since when it is broken and the nodes concerned. */
export interface Lamp {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
  readonly nodes: readonly number[];
  /** The virtual time in milliseconds at which it was first seen broken; null while it holds. */
  readonly brokenAtMs: number | null;
  /** The number of earlier violations. */
  readonly times: number;
}

export interface TrailHop {
  readonly from: number;
  readonly to: number;
  readonly atMs: number;
  readonly state: 'open' | 'answered' | 'failed';
  readonly via: string;
}

/** The path of one lookup while it runs. */
export interface Trail {
  readonly id: number;
  readonly deed: 'put' | 'get' | 'lookup';
  readonly key: string;
  readonly turn: number;
  readonly from: number;
  readonly hops: readonly TrailHop[];
  readonly owner: number | null;
  /** The result in words; null while it runs. */
  readonly outcome: string | null;
  readonly good: boolean;
}

export interface LogLine {
  readonly ms: number;
  readonly words: string;
  readonly weight: 'deed' | 'bad' | 'calm';
}

export interface NodeDetail {
  readonly number: number;
  readonly state: WorldNodeState;
  readonly predecessor: number | null;
  readonly successors: readonly number[];
  readonly fingers: readonly {
    readonly first: number;
    readonly last: number;
    readonly node: number;
  }[];
  readonly keys: number;
}
