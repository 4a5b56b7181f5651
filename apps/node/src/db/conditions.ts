// The conditional headers of RFC 9110, section 13: preconditions of writes for the store, and answers to conditional
// reads.
import { CodedError } from '@chord-dht/chord';
import { parseVersion, type Condition } from '@chord-dht/store';
import type { IncomingHttpHeaders } from 'node:http';
import { parseEntityTags, parseHttpDate, type EntityTag } from './entity-tags';

const SECOND_MS = 1_000;
const QUOTES = 'one or several entity tags in double quotes as ETag gave them, or *';

/** The attributes of the present value that conditions refer to. */
export interface Present {
  readonly version: string;
  readonly modifiedAtMs: number;
}

/**
 * The condition of a write; `undefined` without one.
 * @throws CodedError `MALFORMED_CONDITION`
 */
export function readWriteCondition(headers: IncomingHttpHeaders): Condition | undefined {
  if (headers['if-modified-since'] !== undefined)
    throw malformed('If-Modified-Since is supported only for GET and HEAD; leave it out');
  const ifMatch = tagsOf(headers, 'if-match');
  const ifNoneMatch = tagsOf(headers, 'if-none-match');
  const since = headers['if-unmodified-since'];
  // Ignored beside If-Match (RFC 9110, section 13.1.4).
  const dated = since !== undefined && ifMatch === undefined;
  if (ifMatch === undefined && ifNoneMatch === undefined && !dated) return undefined;
  return {
    ...(ifMatch === undefined ? {} : { ifMatch: strong(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: any(ifNoneMatch) }),
    ...(dated ? { unmodifiedSinceMs: dateOf(since) } : {}),
  };
}

/**
 * Decides whether a read is answered with the value, or with 304 as the reader has it already.
 * @param present `undefined` when there is no value
 * @throws CodedError `PRECONDITION_FAILED`, `MALFORMED_CONDITION`
 */
export function judgeReading(
  headers: IncomingHttpHeaders,
  present: Present | undefined,
): 'send' | 'unchanged' {
  const ifMatch = tagsOf(headers, 'if-match');
  if (ifMatch !== undefined) {
    if (!isAmong(strong(ifMatch), present))
      throw failed('If-Match does not hold: the value there has another version, or is none');
  } else if (present && isAfter(present, headers['if-unmodified-since'])) {
    throw failed('If-Unmodified-Since does not hold: the value was changed after that');
  }
  const ifNoneMatch = tagsOf(headers, 'if-none-match');
  if (ifNoneMatch !== undefined) return isAmong(any(ifNoneMatch), present) ? 'unchanged' : 'send';
  const since = headers['if-modified-since'];
  if (since === undefined || !present) return 'send';
  // An invalid date is no condition (section 13.1.3).
  const sinceMs = parseHttpDate(since);
  return sinceMs !== undefined && secondOf(present) <= sinceMs ? 'unchanged' : 'send';
}

function isAfter(present: Present, since: string | undefined): boolean {
  const sinceMs = since === undefined ? undefined : parseHttpDate(since);
  return sinceMs !== undefined && secondOf(present) > sinceMs;
}

/** An HTTP date has no fraction of a second. */
function secondOf({ modifiedAtMs }: Present): number {
  return Math.floor(modifiedAtMs / SECOND_MS) * SECOND_MS;
}

function isAmong(wanted: '*' | readonly string[], present: Present | undefined): boolean {
  return present !== undefined && (wanted === '*' || wanted.includes(present.version));
}

function tagsOf(
  headers: IncomingHttpHeaders,
  name: 'if-match' | 'if-none-match',
): '*' | readonly EntityTag[] | undefined {
  const header = headers[name];
  if (header === undefined) return undefined;
  const tags = parseEntityTags(header);
  if (tags !== undefined) return tags;
  throw malformed(`${name === 'if-match' ? 'If-Match' : 'If-None-Match'} must be ${QUOTES}`);
}

/** If-Match compares strongly: a weak tag never matches. */
function strong(tags: '*' | readonly EntityTag[]): '*' | string[] {
  return tags === '*' ? tags : versionsIn(tags.filter(({ isWeak }) => !isWeak));
}

/** If-None-Match compares weakly. */
function any(tags: '*' | readonly EntityTag[]): '*' | string[] {
  return tags === '*' ? tags : versionsIn(tags);
}

/** A tag that is no ETag of this product matches nothing. */
function versionsIn(tags: readonly EntityTag[]): string[] {
  return tags.map(({ tag }) => tag).filter((tag) => parseVersion(tag) !== undefined);
}

/** An invalid date is an error here: ignoring it would make the write unconditional. */
function dateOf(header: string): number {
  const ms = parseHttpDate(header);
  if (ms !== undefined) return ms;
  throw malformed('If-Unmodified-Since must be a date such as Sun, 06 Nov 1994 08:49:37 GMT');
}

function malformed(message: string): CodedError {
  return new CodedError('MALFORMED_CONDITION', message);
}

function failed(message: string): CodedError {
  return new CodedError('PRECONDITION_FAILED', message);
}
