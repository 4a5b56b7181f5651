// The kinds of changes of a key, and a watcher's progress through them.
import type { Position } from '../record/position';

export const CHANGE_KINDS = ['created', 'replaced', 'deleted', 'expired'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export function isChangeKind(kind: unknown): kind is ChangeKind {
  return CHANGE_KINDS.includes(kind as ChangeKind);
}

/** The order of the changes of an arc: that of the versions, through all its primaries. */
export interface Stamp {
  readonly timeMs: number;
  readonly counter: number;
}

/** How far the changes of an arc are known. */
export interface Seen {
  /** The log of a node in one of its lives, and the last number there that is known. */
  readonly log: string;
  readonly sequence: number;
  /** For another log: no later change is known. */
  readonly stamp: Stamp;
}

export interface Change extends Position {
  readonly kind: ChangeKind;
  /** Printed; of the value that is there, was removed, or has expired. */
  readonly version: string;
  readonly stamp: Stamp;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** Earlier changes of the key may have been missed here. */
  readonly hasGap: boolean;
}

export interface LoggedChange extends Omit<Change, 'version'> {
  /** The version, to be printed when somebody asks. */
  readonly written: Stamp;
  readonly origin: string;
  readonly sequence: number;
  /** No later change of the key is logged, as of the time of asking. */
  readonly isLast: boolean;
}

export function compareStamps(a: Stamp, b: Stamp): number {
  return a.timeMs - b.timeMs || a.counter - b.counter;
}

export function laterStamp(a: Stamp, b: Stamp): Stamp {
  return compareStamps(a, b) >= 0 ? a : b;
}

/** Which keys somebody watches. */
export interface WatchFilter {
  readonly prefix: string;
  readonly key: string | null;
}

export function isWatched({ prefix, key }: WatchFilter, changed: string): boolean {
  return key === null ? changed.startsWith(prefix) : changed === key;
}

/** The earliest stamp of all. */
export const NO_STAMP: Stamp = { timeMs: 0, counter: 0 };
