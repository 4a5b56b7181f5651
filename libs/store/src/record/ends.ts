// What an engine's indexes keep of a record: whether its name is listed, and when it ends.
import { expiresAtMsOf, isDeletedIn, modifiedAtMsOf } from './record-bytes';
import type { RecordHead } from './stored-record';

/** `expiry`: the value expires then. `tombstone`: the value was removed then, or had expired. */
export type EndKind = 'expiry' | 'tombstone';

/** A record's place in the order of ends. */
export interface End {
  readonly kind: EndKind;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
}

/**
 * @param bytes of format 2 with a verified head
 * @returns `undefined` for a value without expiry
 */
export function endOf(bytes: Uint8Array): End | undefined {
  const expiresAtMs = expiresAtMsOf(bytes);
  if (isDeletedIn(bytes))
    return { kind: 'tombstone', atMs: Math.max(modifiedAtMsOf(bytes), expiresAtMs ?? 0) };
  return expiresAtMs === null ? undefined : { kind: 'expiry', atMs: expiresAtMs };
}

/**
 * True for an expired value that was emptied early, by a node whose clock was ahead of `wallMs`. A removal by a client
 * has no expiry.
 * @param bytes as of `endOf`
 */
export function isEndedEarly(bytes: Uint8Array, wallMs: number): boolean {
  return isEmptied(bytes) && (expiresAtMsOf(bytes) as number) > wallMs;
}

/** True for a value that had expired at the node that emptied it: the record has the version of the value. */
export function isEmptied(bytes: Uint8Array): boolean {
  return isDeletedIn(bytes) && expiresAtMsOf(bytes) !== null;
}

/** The same of a decoded head. */
export function endOfHead(head: Omit<RecordHead, 'bytes'>): End | undefined {
  const { deleted, expiresAtMs, modifiedAtMs } = head;
  if (deleted) return { kind: 'tombstone', atMs: Math.max(modifiedAtMs, expiresAtMs ?? 0) };
  return expiresAtMs === null ? undefined : { kind: 'expiry', atMs: expiresAtMs };
}

export function isSameEnd(a: End | undefined, b: End | undefined): boolean {
  return a === b || (a?.kind === b?.kind && a?.atMs === b?.atMs);
}
