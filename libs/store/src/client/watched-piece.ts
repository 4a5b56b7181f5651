// An arc that a watch follows: what is requested, which part of an answer was reported before, and what can be
// requested together with it.
import { compareStamps, type Seen, type Stamp } from '../changes/change';
import type { ToldChange } from '../messages/store-messages';
import type { Arc } from '../record/position';
import { parseVersion } from '../record/version';
import { earlierStamp } from './watched-arcs';

/** So far before its place a watch looks at another log: clocks differ. */
export const SLACK_MS = 10_000;
/** So much of it a watch that comes back does not take for told: by clocks so far apart. */
const SKEW_MS = 5_000;

/** All that a node has given out in one life, up to a stamp. */
export interface Beginning {
  readonly stamp: Stamp;
  readonly toldBy: string | undefined;
}

export interface Piece {
  arc: Arc;
  seen: Seen | null;
  /** Where this watch began; nothing up to there is its own to tell. `null` before the first answer. */
  began: Beginning | null;
  isCatchingUp: boolean;
  toldBy?: string | undefined;
  /** What is seen is that of an earlier watch. */
  isResumed: boolean;
  /** This watch has an answer about it. */
  isFollowed: boolean;
  /** Another has taken it in. */
  isGone: boolean;
}

export function isBeside(piece: Piece, other: Piece): boolean {
  if (!other.isFollowed || piece.seen?.log !== other.seen?.log) return false;
  if (piece.isCatchingUp || other.isCatchingUp) return false;
  return other.arc.toId === piece.arc.fromId || piece.arc.toId === other.arc.fromId;
}

/**
 * Whoever told of the arc has told all that it had given out itself. What others have given out may have come
 * later, by a clock that is behind, and so may an end, which has its stamp of whoever noticed it.
 */
export function isUpTo(
  { stamp, toldBy }: Beginning,
  { kind, stamp: given, version }: ToldChange,
): boolean {
  const isOwn = kind !== 'expired' && parseVersion(version)?.boot === toldBy;
  return compareStamps(given, isOwn ? stamp : before(stamp, SLACK_MS)) <= 0;
}

export function earlierOf(a: Beginning, b: Beginning): Beginning {
  const toldBy = a.toldBy === b.toldBy ? a.toldBy : undefined;
  return { stamp: earlierStamp(a.stamp, b.stamp), toldBy };
}

function before({ timeMs, counter }: Stamp, ms: number): Stamp {
  return { timeMs: Math.max(0, timeMs - ms), counter };
}

/** Another may have given out earlier stamps since an earlier watch has ended. */
export function placeAsked({ seen, isResumed }: Piece): Seen | null {
  return seen && isResumed ? { ...seen, stamp: before(seen.stamp, SKEW_MS) } : seen;
}

/** Of the log that is gone nothing is left to ask for; what follows has not been told. */
export function firstOf(changes: readonly ToldChange[], { sequence }: Seen): number {
  const [first] = changes;
  return first ? first.sequence - 1 : sequence;
}
