// The content stored under a key.
import type { Id } from '@chord-dht/chord';
import type { Version } from './version';

/** A write that a record includes, so that a retry of it is recognised. */
export interface AppliedWrite {
  /** Chosen by the coordinator: 16 hexadecimal digits. */
  readonly id: string;
  readonly version: Version;
  /** True when there was no value before. */
  readonly created: boolean;
}

/** Ordered by (key id, key); the key is the identity, its id only the place on the ring. */
export interface StoredRecord {
  readonly key: string;
  readonly keyId: Id;
  readonly value: Uint8Array;
  readonly contentType: string;
  readonly version: Version;
  /** Absolute, in milliseconds since the Unix epoch; from then on the record counts as absent. */
  readonly expiresAtMs: number | null;
  /** A tombstone: the value is empty; it keeps older versions elsewhere from returning. */
  readonly deleted: boolean;
  readonly modifiedAtMs: number;
  /** The latest writes, oldest first; the last one made this version. */
  readonly writes: readonly AppliedWrite[];
}

/** A record without its value. */
export type RecordHead = Omit<StoredRecord, 'value'> & {
  /** The size of the value. */
  readonly bytes: number;
};

/** False for tombstones and expired values, which a client must not see. */
export function isLive(
  record: Pick<StoredRecord, 'deleted' | 'expiresAtMs'>,
  wallMs: number,
): boolean {
  return !record.deleted && (record.expiresAtMs === null || wallMs < record.expiresAtMs);
}

/** The most writes that a record remembers; older ones than this are dropped as well, save the last two. */
export const WRITES_MAX = 16;
export const WRITES_AGE_MS_MAX = 120_000;
export const WRITES_KEPT = 2;

/**
 * True when no write with a version at or after `sinceMs` has been dropped: a write that is not among `writes` was not
 * applied since then. The first write of all need not be later than anything.
 */
export function remembersSince(writes: readonly AppliedWrite[], sinceMs: number): boolean {
  const [oldest] = writes;
  return !oldest || writes.length < WRITES_KEPT || oldest.version.timeMs < sinceMs;
}

/** The writes of a record that follows `previous`. The last two stay, so that the version before is known. */
export function writesAfter(
  previous: readonly AppliedWrite[],
  write: AppliedWrite,
): readonly AppliedWrite[] {
  const all = [...previous, write].slice(-WRITES_MAX);
  const oldestMs = write.version.timeMs - WRITES_AGE_MS_MAX;
  return all.filter(
    ({ version }, index) => version.timeMs >= oldestMs || index >= all.length - WRITES_KEPT,
  );
}
