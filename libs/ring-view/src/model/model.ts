// The data of the pictures, in the form of the JSON API, so that its answers can be used as they are.

/** A node by name and place. `position`: turns clockwise from the top, 0 ≤ position < 1. */
export interface PlacedNode {
  readonly id: string;
  readonly printedId: string;
  readonly address: string;
  readonly position: number;
}

export type NodeState =
  | 'alone'
  | 'joining'
  | 'member'
  | 'leaving'
  | 'left'
  | 'starting'
  | 'unreachable'
  /** No member names it any more, and it is missed. */
  | 'lost';

/** A run of fingers that name the same node. */
export interface FingerRun {
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly start: string;
  readonly startPosition: number;
  readonly node: PlacedNode;
  readonly ageMs: number | null;
}

/** A member's own report; fields that only the member can provide are null when it did not answer. */
export interface RingMember {
  readonly node: PlacedNode;
  readonly state: NodeState;
  readonly self: boolean;
  readonly predecessor: PlacedNode | null;
  readonly successors: readonly PlacedNode[];
  readonly fingers: readonly FingerRun[];
  readonly share: number | null;
  /** The number of keys that it owns. */
  readonly keys: number | null;
  readonly ownBytes: number | null;
  /** The number of keys that it stores: its own, and copies for others. */
  readonly copies: number | null;
  readonly bytes: number | null;
  /** The records that it moves to others or fetches; null when there are none. */
  readonly moving?: Moving | null;
  readonly ageMs: number;
  /** A text shown beside its state, for example since when it is lost. */
  readonly note?: string;
}

export interface Moving {
  readonly records: number;
  readonly done: number;
  /** At the present rate; null while there is none yet. */
  readonly secondsLeft: number | null;
}

/** A stretch of the circle behind `from`, up to `to`, whose keys cannot be read. Turns; `to` may pass 1. */
export interface UnreadArc {
  readonly from: number;
  readonly to: number;
}

/** A key and its place on the ring. */
export interface PlacedKey {
  readonly key: string;
  readonly printedId: string;
  readonly position: number;
}

export interface HopVia {
  readonly kind: 'finger' | 'successor' | 'self';
  readonly index: number | null;
}

export interface PathHop {
  readonly number: number;
  readonly from: PlacedNode;
  readonly to: PlacedNode;
  readonly via: HopVia;
  readonly milliseconds: number;
  readonly outcome: 'answered' | 'failed';
  readonly code: string | null;
}

/** A finished lookup. */
export interface KeyPath {
  readonly key: string;
  readonly keyId: { readonly id: string; readonly printedId: string; readonly position: number };
  readonly start: PlacedNode;
  readonly owner: PlacedNode;
  readonly replicas: readonly PlacedNode[];
  readonly found: boolean | null;
  readonly hops: readonly PathHop[];
}
