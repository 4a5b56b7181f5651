// The visible state of a world at one moment, as plain data that travels from a worker to a page.

export const NODE_STATES = ['member', 'coming', 'going', 'asleep', 'dead'] as const;
export type WorldNodeState = (typeof NODE_STATES)[number];

/** Columns of the same length, one place a node, in the order in which the nodes were first there. */
export interface WorldPicture {
  /** Virtual milliseconds since the start. */
  readonly ms: number;
  readonly events: number;
  readonly messages: number;
  /** Of everything that has happened: two runs with the same are the same. */
  readonly hash: string;
  readonly numbers: Int32Array;
  /** Turns clockwise, 0 ≤ turn < 1. */
  readonly turns: Float32Array;
  /** Places in NODE_STATES. */
  readonly states: Uint8Array;
  /** Places of the nodes that it takes for its successor and predecessor; -1 for none. */
  readonly successors: Int32Array;
  readonly predecessors: Int32Array;
  readonly slow: Uint8Array;
}

/** An invariant: since when it is broken, and by whom. */
export interface Lamp {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
  readonly nodes: readonly number[];
  /** Virtual milliseconds of the moment at which it was first seen broken; null while it holds. */
  readonly brokenAtMs: number | null;
  /** How often it was broken before. */
  readonly times: number;
}

export interface TrailHop {
  readonly from: number;
  readonly to: number;
  readonly atMs: number;
  readonly state: 'open' | 'answered' | 'failed';
  readonly via: string;
}

/** The way of one lookup, as it goes on. */
export interface Trail {
  readonly id: number;
  readonly deed: 'put' | 'get' | 'lookup';
  readonly key: string;
  readonly turn: number;
  readonly from: number;
  readonly hops: readonly TrailHop[];
  readonly owner: number | null;
  /** What came of it, in words; null while it goes on. */
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
