// Knows how to read what a client says about one operation beyond key, value and condition.
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from '../http/problem/http-error';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
const WRITE_ID_DIGITS = 16;

/**
 * The id of a write that the client may repeat; `undefined` when it does not say so. It is bound to
 * the key, so that one header value on two keys means two writes.
 * @throws HttpError `BAD_QUERY`
 */
export function readWriteId(headers: IncomingHttpHeaders, key: string): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !IDEMPOTENCY_KEY.test(given)) {
    throw new HttpError('BAD_QUERY', 'Idempotency-Key has 1 to 200 visible ASCII characters');
  }
  const digest = createHash('sha1').update(given).update('\n').update(key).digest('hex');
  return digest.slice(0, WRITE_ID_DIGITS);
}

/** @throws HttpError `BAD_QUERY` */
export function readConsistency(value: unknown): 'one' | undefined {
  if (value === undefined || value === 'one') return value;
  throw new HttpError(
    'BAD_QUERY',
    'consistency can only be "one"; leave it away for the latest value',
  );
}
