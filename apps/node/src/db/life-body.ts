// The body that changes only the lifetime of a value.
import { TTL_SECONDS_MAX } from '@chord-dht/store';
import { readJsonObject } from '../http/json-body';
import { HttpError } from '../http/problem/http-error';

/**
 * Reads `{"ttl": 60}`: seconds from now; `{"ttl": null}`: no expiry.
 * @throws HttpError `BAD_BODY`
 */
export function readLife(body: Buffer | undefined): number | undefined {
  const fields = readJsonObject(body);
  const ttl = fields.get('ttl');
  const isWhole =
    Number.isInteger(ttl) && (ttl as number) >= 1 && (ttl as number) <= TTL_SECONDS_MAX;
  if (fields.size === 1 && (ttl === null || isWhole)) return (ttl as number | null) ?? undefined;
  throw new HttpError(
    'BAD_BODY',
    `The body must be {"ttl": N} with a whole number of seconds from 1 to ${TTL_SECONDS_MAX}, ` +
      'or {"ttl": null} for a value that does not expire',
  );
}
