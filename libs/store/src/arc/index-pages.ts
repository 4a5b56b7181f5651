// The queries of an engine's indexes by name and by time, and their answers.
import type { Position } from '../record/position';
import type { EndKind } from '../record/ends';
import type { RecordHead } from '../record/stored-record';

/** A place in the order of names, which is the order of their UTF-8 bytes. */
export interface NameMark {
  readonly key: string;
  /** True for a place behind all names with this prefix; false for one behind this name only. */
  readonly isWhole: boolean;
}

export interface NameLimit {
  /** The prefix of the names. */
  readonly prefix: string;
  /** The place behind which the page begins; `null` for the first name. */
  readonly after: NameMark | null;
  /** The most names that are returned, at least 1. */
  readonly items: number;
  /** The most names that are examined, at least 1. */
  readonly looks: number;
}

export interface NamePage {
  /** Sorted. Includes records that have expired and are not swept yet, and corrupt ones. */
  readonly items: readonly Position[];
  /** The place where the next page begins; `null` at the end. */
  readonly next: NameMark | null;
}

/** A place in the order of ends. */
export interface EndMark extends Position {
  readonly atMs: number;
}

export interface EndLimit {
  readonly kind: EndKind;
  /** Only records that ended at this time or before, in milliseconds since the Unix epoch. */
  readonly untilMs: number;
  readonly records: number;
  /** The place behind which the page begins; `null` for the earliest. */
  readonly after: EndMark | null;
}

export interface EndPage {
  /** Earliest end first. */
  readonly items: readonly RecordHead[];
  readonly corrupt: readonly Position[];
  readonly next: EndMark | null;
}
