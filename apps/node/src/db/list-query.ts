// The parameters of a listing.
import { KEY_BYTES_MAX, LIST_LIMIT_MAX, type ListOptions } from '@chord-dht/store';
import { HttpError } from '../http/problem/http-error';
import { readText, readWhole } from '../http/query';
import { readKey } from './key';

export const LIST_LIMIT_DEFAULT = 100;
const CURSOR_LENGTH_MAX = 8_192;

export interface ListQuery {
  readonly prefix?: unknown;
  readonly delimiter?: unknown;
  readonly after?: unknown;
  readonly limit?: unknown;
  readonly cursor?: unknown;
}

/** @throws HttpError `BAD_QUERY`; StoreError `KEY_INVALID` for a prefix that no key could begin with */
export function readListing(query: ListQuery): ListOptions {
  const after = readText(query.after, 'after', KEY_BYTES_MAX) || undefined;
  const cursor = readText(query.cursor, 'cursor', CURSOR_LENGTH_MAX) || undefined;
  if (after !== undefined && cursor !== undefined)
    throw new HttpError('BAD_QUERY', 'A cursor says where to go on; leave after out');
  const delimiter = readText(query.delimiter, 'delimiter', KEY_BYTES_MAX) || undefined;
  return {
    prefix: readPrefix(query.prefix),
    delimiter: delimiter === undefined ? undefined : readKey(delimiter),
    after: after === undefined ? undefined : readKey(after),
    limit: readWhole(query.limit, 'limit', 1, LIST_LIMIT_MAX) ?? LIST_LIMIT_DEFAULT,
    cursor,
  };
}

/** @throws as `readListing` */
export function readPrefix(given: unknown): string {
  const prefix = readText(given, 'prefix', KEY_BYTES_MAX) ?? '';
  return prefix === '' ? '' : readKey(prefix);
}
