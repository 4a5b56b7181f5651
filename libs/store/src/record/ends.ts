// What an engine's indexes keep of a record: whether its name is listed, and when it ends.
import { expiresAtMsOf, isDeletedIn, modifiedAtMsOf } from './record-bytes';
import type { RecordHead } from './stored-record';

/** `expiry`: the life of a value is over. `tombstone`: since then there is nothing but the memory of a removal. */
export type EndKind = 'expiry' | 'tombstone';

/** Where a record stands in the order of ends. */
export interface End {
  readonly kind: EndKind;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
}

/** @param bytes of format 2, the head checked; `undefined` for a value without an end */
export function endOf(bytes: Uint8Array): End | undefined {
  const expiresAtMs = expiresAtMsOf(bytes);
  if (isDeletedIn(bytes))
    return { kind: 'tombstone', atMs: Math.max(modifiedAtMsOf(bytes), expiresAtMs ?? 0) };
  return expiresAtMs === null ? undefined : { kind: 'expiry', atMs: expiresAtMs };
}

/**
 * True for a value that was emptied before its end: by a node whose clock was ahead of what it says now. A removal that
 * a client asked for has no end.
 * @param bytes as of `endOf`
 */
export function isEndedEarly(bytes: Uint8Array, wallMs: number): boolean {
  return isEmptied(bytes) && (expiresAtMsOf(bytes) as number) > wallMs;
}

/** True for a value whose life was over at the node that wrote this: it has the version of the value. */
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
