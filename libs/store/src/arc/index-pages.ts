// The queries of an engine's indexes by name and by time, and their answers.
import type { Position } from '../record/position';
import type { EndKind } from '../record/ends';
import type { RecordHead } from '../record/stored-record';

/** A place in the order of names, which is that of the bytes of UTF-8. */
export interface NameMark {
  readonly key: string;
  /** Behind all names that begin so, and not only behind this one. */
  readonly isWhole: boolean;
}

export interface NameLimit {
  /** Only names that begin so. */
  readonly prefix: string;
  /** Begin behind this place; `null` for the first name. */
  readonly after: NameMark | null;
  /** How many names to give, at least 1. */
  readonly items: number;
  /** How many names to look at, at least 1. */
  readonly looks: number;
}

export interface NamePage {
  /** Sorted. What has expired and is not swept yet is among them, and so is what turns out to be corrupt. */
  readonly items: readonly Position[];
  /** Where to go on; `null` at the end. */
  readonly next: NameMark | null;
}

/** A place in the order of ends. */
export interface EndMark extends Position {
  readonly atMs: number;
}

export interface EndLimit {
  readonly kind: EndKind;
  /** Only what has ended at this time or before, milliseconds since the Unix epoch. */
  readonly untilMs: number;
  readonly records: number;
  /** Begin behind this place; `null` for the earliest. */
  readonly after: EndMark | null;
}

export interface EndPage {
  /** The earliest end first. */
  readonly items: readonly RecordHead[];
  readonly corrupt: readonly Position[];
  readonly next: EndMark | null;
}
