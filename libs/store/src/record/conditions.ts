// The preconditions of RFC 9110, section 13, on versions.
import { StoreError } from '../base/errors';
import type { StoredRecord } from './stored-record';
import { printVersion } from './version';

/**
 * The preconditions on the present value, all of which have to hold. `ifMatch`: it has one of these versions, or with
 * `*` there is one. `ifNoneMatch`: it has none of these versions, or with `*` there is none. `unmodifiedSinceMs`: it
 * was last modified in this second of the Unix epoch, or before.
 */
export interface Condition {
  readonly ifMatch?: string | readonly string[] | undefined;
  readonly ifNoneMatch?: string | readonly string[] | undefined;
  readonly unmodifiedSinceMs?: number | undefined;
}

const TAG_LENGTH_MAX = 256;
const TAGS_MAX = 1_000;
const SECOND_MS = 1_000;

/** @throws StoreError `MALFORMED_CONDITION` */
export function checkCondition(condition: unknown): Condition | null {
  if (condition === undefined || condition === null) return null;
  if (typeof condition !== 'object') throw malformed();
  const { ifMatch, ifNoneMatch, unmodifiedSinceMs } = condition as Record<string, unknown>;
  const checked = {
    ...(isNothing(ifMatch) ? {} : { ifMatch: tagsIn(ifMatch) }),
    ...(isNothing(ifNoneMatch) ? {} : { ifNoneMatch: tagsIn(ifNoneMatch) }),
    ...(isNothing(unmodifiedSinceMs) ? {} : { unmodifiedSinceMs: timeIn(unmodifiedSinceMs) }),
  };
  return Object.keys(checked).length === 0 ? null : checked;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function tagsIn(value: unknown): string | readonly string[] {
  if (isTag(value)) return value;
  if (!Array.isArray(value) || value.length > TAGS_MAX || !value.every(isTag)) throw malformed();
  return value;
}

function isTag(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= TAG_LENGTH_MAX;
}

function timeIn(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw malformed();
  return value;
}

function malformed(): StoreError {
  return new StoreError('MALFORMED_CONDITION', 'A condition must name versions, or a time.');
}

/**
 * @param present the value that a client sees now, `undefined` for absent
 * @throws StoreError `PRECONDITION_FAILED`; its detail has the present version
 */
export function requireCondition(
  condition: Condition | null,
  present: Pick<StoredRecord, 'version' | 'modifiedAtMs'> | undefined,
): void {
  if (!condition) return;
  const version = present ? printVersion(present.version) : null;
  const why = whyNot(condition, version, present?.modifiedAtMs);
  if (why === undefined) return;
  throw new StoreError('PRECONDITION_FAILED', why, { version });
}

function whyNot(
  { ifMatch, ifNoneMatch, unmodifiedSinceMs }: Condition,
  version: string | null,
  modifiedAtMs: number | undefined,
): string | undefined {
  if (ifMatch !== undefined && !matches(ifMatch, version))
    return version === null
      ? 'If-Match does not hold: there is no value under this key.'
      : 'If-Match does not hold: the value has another version by now. Read it again.';
  if (unmodifiedSinceMs !== undefined && modifiedAtMs !== undefined)
    // An HTTP date has no fraction of a second.
    if (Math.floor(modifiedAtMs / SECOND_MS) > Math.floor(unmodifiedSinceMs / SECOND_MS))
      return 'If-Unmodified-Since does not hold: the value was changed after that. Read it again.';
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, version))
    return 'If-None-Match does not hold: there is a value under this key already.';
  return undefined;
}

function matches(wanted: string | readonly string[], version: string | null): boolean {
  if (version === null) return false;
  if (typeof wanted === 'string') return wanted === '*' || wanted === version;
  return wanted.includes(version);
}
