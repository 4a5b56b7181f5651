// The progress of a watch in each arc, and the progress of several arcs taken as one: the least of each.
import type { ChordNode } from '@chord-dht/chord';
import { compareStamps, type Seen, type Stamp } from '../changes/change';
import type { Arc } from '../record/position';

/** A watcher's progress in one arc; the progress in all arcs is its place. */
export interface WatchedArc {
  readonly arc: Arc;
  /** `null` before the first answer. */
  readonly seen: Seen | null;
  /**
   * True while its log, which was not followed from the beginning, may repeat changes that another log has reported.
   */
  readonly isCatchingUp: boolean;
  /** The log that has reported everything up to the stamp: while catching up a different one, if known. */
  readonly toldBy?: string | undefined;
}

/**
 * The most arcs of a place. One takes up to 70 bytes in the id of an event, which a client sends in a header, and many
 * proxies accept 8 KiB of headers.
 */
export const PLACE_ARCS_MAX = 96;
const ARCS_OF_A_NODE = 2;
const ARCS_AT_LEAST = 8;
/** No log of a node has this name. */
const NO_LOG = '0';

/**
 * The most arcs that a watch goes on with, whatever a client has sent, as each takes a request of its own. A ring of
 * this size yields no more, unless it has shrunk meanwhile.
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

/** Returns the same place in at most `most` arcs. Changes may be repeated behind it, and none is missed. */
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

/**
 * The name of the log that has reported everything up to the stamp. Versions that a node issues bear the name of the
 * same run.
 */
export function tellerOf({ seen, isCatchingUp, toldBy }: WatchedArc): string | undefined {
  return isCatchingUp ? toldBy : seen?.log;
}

function leastOf(a: Seen, b: Seen): Seen {
  const stamp = earlierStamp(a.stamp, b.stamp);
  // The progress in one node's log does not show which changes of the other arc that node had by then.
  if (a.log !== b.log) return { log: NO_LOG, sequence: 0, stamp };
  return { log: a.log, sequence: Math.min(a.sequence, b.sequence), stamp };
}

export function earlierStamp(a: Stamp, b: Stamp): Stamp {
  return compareStamps(a, b) <= 0 ? a : b;
}
