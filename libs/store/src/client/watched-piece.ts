// An arc that a watch follows: what is requested, which part of an answer was reported before, and what can be
// requested together with it.
import { compareStamps, type Seen, type Stamp } from '../changes/change';
import type { ToldChange } from '../messages/store-messages';
import type { Arc } from '../record/position';
import { parseVersion } from '../record/version';
import { earlierStamp } from './watched-arcs';

/** The time, in milliseconds, by which a watch begins before its place in another log, as clocks differ. */
export const SLACK_MS = 10_000;
/** The part of it, in milliseconds, that a resumed watch requests again: clocks differ by at most this. */
const SKEW_MS = 5_000;

/** The beginning of a watch: all changes that one run of a node issued up to a stamp. */
export interface Beginning {
  readonly stamp: Stamp;
  readonly toldBy: string | undefined;
}

export interface Piece {
  arc: Arc;
  seen: Seen | null;
  /** The beginning of this watch; changes before it are not reported. `null` before the first answer. */
  began: Beginning | null;
  isCatchingUp: boolean;
  toldBy?: string | undefined;
  /** True while `seen` is the place of an earlier watch. */
  isResumed: boolean;
  /** True once this watch has an answer about it. */
  isFollowed: boolean;
  /** True once another piece has been extended over it. */
  isGone: boolean;
}

export function isBeside(piece: Piece, other: Piece): boolean {
  if (!other.isFollowed || piece.seen?.log !== other.seen?.log) return false;
  if (piece.isCatchingUp || other.isCatchingUp) return false;
  return other.arc.toId === piece.arc.fromId || piece.arc.toId === other.arc.fromId;
}

/**
 * True for a change that was reported before the watch began. The reporting node has reported all changes that it
 * issued itself. A change issued by another node may arrive later with an earlier stamp, if that one's clock is behind,
 * and so may an expiry, whose stamp is that of the node that noticed it.
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

/** The place to request. Another node may have issued earlier stamps since an earlier watch ended. */
export function placeAsked({ seen, isResumed }: Piece): Seen | null {
  return seen && isResumed ? { ...seen, stamp: before(seen.stamp, SKEW_MS) } : seen;
}

/**
 * The number before the first change of an answer with a gap: the log has nothing older, and these changes have not
 * been reported.
 */
export function firstOf(changes: readonly ToldChange[], { sequence }: Seen): number {
  const [first] = changes;
  return first ? first.sequence - 1 : sequence;
}
