// The kinds of changes of a key, and a watcher's progress through them.
import type { Position } from '../record/position';

export const CHANGE_KINDS = ['created', 'replaced', 'deleted', 'expired'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export function isChangeKind(kind: unknown): kind is ChangeKind {
  return CHANGE_KINDS.includes(kind as ChangeKind);
}

/** The order of the changes of an arc: that of the versions, across all its primaries. */
export interface Stamp {
  readonly timeMs: number;
  readonly counter: number;
}

/** A watcher's progress through the changes of an arc. */
export interface Seen {
  /** The log of a node in one of its runs, and the last number seen there. */
  readonly log: string;
  readonly sequence: number;
  /** The progress for another log: no later change has been seen. */
  readonly stamp: Stamp;
}

export interface Change extends Position {
  readonly kind: ChangeKind;
  /** The printed version of the value that is present, was removed, or has expired. */
  readonly version: string;
  readonly stamp: Stamp;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** True when earlier changes of the key may be missing here. */
  readonly hasGap: boolean;
}

export interface LoggedChange extends Omit<Change, 'version'> {
  /** The version, printed on demand. */
  readonly written: Stamp;
  readonly origin: string;
  readonly sequence: number;
  /** True while no later change of the key is logged. */
  readonly isLast: boolean;
  /**
   * True when the next change of the key was made without this one: a primary that was replaced meanwhile made it, or
   * another ring, and no majority may have had it. The next change has a gap.
   */
  readonly isPassedOver: boolean;
}

export function compareStamps(a: Stamp, b: Stamp): number {
  return a.timeMs - b.timeMs || a.counter - b.counter;
}

export function laterStamp(a: Stamp, b: Stamp): Stamp {
  return compareStamps(a, b) >= 0 ? a : b;
}

/** The keys that a watcher wants. */
export interface WatchFilter {
  readonly prefix: string;
  readonly key: string | null;
}

export function isWatched({ prefix, key }: WatchFilter, changed: string): boolean {
  return key === null ? changed.startsWith(prefix) : changed === key;
}

/** The least stamp. */
export const NO_STAMP: Stamp = { timeMs: 0, counter: 0 };
