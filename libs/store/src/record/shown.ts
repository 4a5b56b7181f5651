// The facts about a copy for people who compare it with others.

/** `removed`: a tombstone. `absent`: no record. `unreadable`: a damaged record. */
export const COPY_STATES = ['value', 'expired', 'removed', 'absent', 'unreadable'] as const;
export type CopyState = (typeof COPY_STATES)[number];

/** A record without its value. */
export interface ShownRecord {
  readonly version: string;
  /** The size of the value. */
  readonly bytes: number;
  readonly contentType: string;
  readonly modifiedAtMs: number;
  readonly expiresAtMs: number | null;
  /** The versions of the latest writes that it remembers, oldest first; the last one is its own. */
  readonly writes: readonly string[];
}

export interface ShownCopy {
  readonly state: CopyState;
  /** `null` for `absent` and `unreadable`. */
  readonly record: ShownRecord | null;
}
