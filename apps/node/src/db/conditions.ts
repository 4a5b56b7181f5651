// Knows how to read the conditional headers of RFC 9110.
import { CodedError } from '@chord-dht/chord';
import type { IncomingHttpHeaders } from 'node:http';

export type WriteCondition = { readonly ifMatch: string } | { readonly ifNoneMatch: '*' };

const STRONG_TAG = /^"([\x21\x23-\x7e]{1,200})"$/;

/**
 * The condition of a write; `undefined` without one.
 * @throws CodedError `MALFORMED_CONDITION`
 */
export function readWriteCondition(headers: IncomingHttpHeaders): WriteCondition | undefined {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw malformed('If-Match and If-None-Match exclude each other');
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return { ifNoneMatch: '*' };
    throw malformed('If-None-Match on a write can only be *');
  }
  if (ifMatch === undefined) return undefined;
  const version = STRONG_TAG.exec(ifMatch.trim())?.[1];
  if (version === undefined) {
    throw malformed('If-Match has to be one strong entity tag in double quotes, as ETag gave it');
  }
  return { ifMatch: version };
}

/**
 * The version that a removal is bound to; `undefined` without one.
 * @throws CodedError `MALFORMED_CONDITION`
 */
export function readRemoveCondition(headers: IncomingHttpHeaders): string | undefined {
  const condition = readWriteCondition(headers);
  if (condition === undefined) return undefined;
  if ('ifMatch' in condition) return condition.ifMatch;
  throw malformed('If-None-Match makes no sense for a removal');
}

/** True when a reader has this version already, so that 304 will do. */
export function isKnownVersion(headers: IncomingHttpHeaders, version: string): boolean {
  const given = headers['if-none-match'];
  if (given === undefined) return false;
  const tags = given.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(`"${version}"`);
}

function malformed(message: string): CodedError {
  return new CodedError('MALFORMED_CONDITION', message);
}
