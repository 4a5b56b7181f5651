// The progress of a watch in each arc, and the progress of several arcs taken as one: the least of each.
import type { ChordNode } from '@chord-dht/chord';
import { compareStamps, type Seen, type Stamp } from '../changes/change';
import type { Arc } from '../record/position';

/** How far the changes of an arc are known; together they are a place in all of them. */
export interface WatchedArc {
  readonly arc: Arc;
  /** `null` before the first answer. */
  readonly seen: Seen | null;
  /** Its log was not followed from the beginning, and tells some of what another log has told. */
  readonly isCatchingUp: boolean;
  /** The log that has told everything up to the stamp: another one while catching up, where it is known. */
  readonly toldBy?: string | undefined;
}

/**
 * A place has at most so many arcs: one takes up to 70 bytes in the id of an event, which a client sends in a
 * header, and many a proxy takes 8 KiB of those.
 */
export const PLACE_ARCS_MAX = 96;
const ARCS_OF_A_NODE = 2;
const ARCS_AT_LEAST = 8;
/** No node calls its log so. */
const NO_LOG = '0';

/**
 * As many arcs as a watch goes on with, whatever a client has sent: each is asked for by itself. More than these
 * come of no ring of this size, but for one that has shrunk meanwhile.
 */
export function arcsMaxOf({
  self,
  successors,
  predecessor,
}: Pick<ChordNode, 'self' | 'successors' | 'predecessor'>): number {
  const ids = new Set([self, ...successors].map(({ id }) => id));
  const isWhole = !predecessor || ids.has(predecessor.id);
  return isWhole ? ARCS_AT_LEAST + ARCS_OF_A_NODE * ids.size : PLACE_ARCS_MAX;
}

/** The same place in at most so many arcs. Behind it some may be told twice, and nothing is missed. */
export function inFewerArcs(arcs: readonly WatchedArc[], most: number): readonly WatchedArc[] {
  if (arcs.length <= most) return arcs;
  const sorted = [...arcs].sort((a, b) => (a.arc.toId < b.arc.toId ? -1 : 1));
  const fewer: WatchedArc[] = [];
  for (let part = 0; part < most; part += 1) {
    const from = Math.floor((part * sorted.length) / most);
    const to = Math.floor(((part + 1) * sorted.length) / most);
    fewer.push(sorted.slice(from, to).reduce(united));
  }
  return fewer;
}

/** @param second lies right behind the first */
export function united(first: WatchedArc, second: WatchedArc): WatchedArc {
  const [a, b] = [first.seen, second.seen];
  const isSame = a === null || b === null || (a.log === b.log && a.sequence === b.sequence);
  return {
    arc: { fromId: first.arc.fromId, toId: second.arc.toId },
    seen: a && b ? leastOf(a, b) : (a ?? b),
    isCatchingUp: first.isCatchingUp || second.isCatchingUp || !isSame,
    toldBy: tellerOf(first) === tellerOf(second) ? tellerOf(first) : undefined,
  };
}

/** The name of a log is that of a life of its node, which the versions that it gives out bear. */
export function tellerOf({ seen, isCatchingUp, toldBy }: WatchedArc): string | undefined {
  return isCatchingUp ? toldBy : seen?.log;
}

function leastOf(a: Seen, b: Seen): Seen {
  const stamp = earlierStamp(a.stamp, b.stamp);
  // Where one node has come to in its log says nothing of what it had heard of the other one's arc by then.
  if (a.log !== b.log) return { log: NO_LOG, sequence: 0, stamp };
  return { log: a.log, sequence: Math.min(a.sequence, b.sequence), stamp };
}

export function earlierStamp(a: Stamp, b: Stamp): Stamp {
  return compareStamps(a, b) <= 0 ? a : b;
}
