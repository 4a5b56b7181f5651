// The data of a picture of very many nodes: columns of the same length, one index per node.

export interface SwarmPicture {
  readonly ms: number;
  readonly numbers: ArrayLike<number>;
  /** Turns clockwise, 0 ≤ turn < 1. */
  readonly turns: ArrayLike<number>;
  /** 0 member, 1 coming, 2 going, 3 asleep, 4 dead. */
  readonly states: ArrayLike<number>;
  /** The indexes of each node's successor and predecessor; -1 for none. */
  readonly successors: ArrayLike<number>;
  readonly predecessors: ArrayLike<number>;
  readonly slow: ArrayLike<number>;
}

export interface SwarmTrail {
  readonly key: string;
  readonly turn: number;
  readonly owner: number | null;
  /** The result in words; null while the lookup runs. */
  readonly outcome: string | null;
  readonly hops: readonly {
    readonly from: number;
    readonly to: number;
    readonly atMs: number;
    readonly state: 'open' | 'answered' | 'failed';
  }[];
}

/** The pointers of the selected node; nodes by number. */
export interface SwarmPointers {
  readonly number: number;
  readonly predecessor: number | null;
  readonly successors: readonly number[];
  readonly fingers: readonly { readonly node: number }[];
}
