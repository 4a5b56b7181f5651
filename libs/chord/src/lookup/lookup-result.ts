// The result of a lookup: the owner, and the path to it.
import type { Via } from '../base/events';
import type { Id } from '../id/between';
import type { NodeRef } from '../id/node-ref';

export interface Hop {
  readonly from: NodeRef;
  readonly to: NodeRef;
  readonly via: Via;
  readonly ms: number;
  readonly outcome: 'answered' | 'failed';
  readonly code?: string;
}

export interface LookupResult {
  readonly target: Id;
  /** The first live node whose id is equal to or follows the target. */
  readonly owner: NodeRef;
  /** The nodes behind the owner, from its predecessor's successor list. */
  readonly followers: readonly NodeRef[];
  /** The nodes visited, from this node to the owner, both included; one when this node is the owner. */
  readonly path: readonly NodeRef[];
  /** Every attempt in order, failed ones included. A recursive lookup has only those that answered. */
  readonly hops: readonly Hop[];
  readonly ms: number;
}

/**
 * The number of hops by the convention of ToN 2003, section V-C: forwards until the owner's
 * predecessor, the querier and the owner not counted.
 */
export function hopCount(result: Pick<LookupResult, 'path'>): number {
  return Math.max(0, result.path.length - 2);
}
