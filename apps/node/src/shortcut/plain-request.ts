// Recognises requests so plain that the short way does everything that the long way would do with them.
import type { IncomingMessage } from 'node:http';

/** The path before a key. */
const BEFORE = '/api/v1/keys/';
/** Longer keys have problems of their own. */
const KEY_LENGTH_MAX = 1_000;
/** Nothing that has to be decoded, or that a router could read in another way. */
const PLAIN_KEY = /^[A-Za-z0-9_.~:@,=-]+$/;
/** A path beside the keys, and segments that are no names. */
const NO_KEYS = new Set(['count', '.', '..']);

/** Headers that the long way has something to say about. */
const SPECIAL = [
  'expect',
  'transfer-encoding',
  'content-encoding',
  'content-range',
  'origin',
  'sec-fetch-site',
] as const;

/**
 * @param valueBytesMax larger bodies are refused by the long way
 * @returns the key that is read or written; `undefined` where the request has to take the long way
 */
export function plainKeyOf(
  { method, url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  valueBytesMax: number,
): string | undefined {
  if (method !== 'GET' && method !== 'PUT') return undefined;
  if (!url.startsWith(BEFORE) || url.length > BEFORE.length + KEY_LENGTH_MAX) return undefined;
  for (const name of SPECIAL) if (headers[name] !== undefined) return undefined;
  const length = headers['content-length'];
  const isPlain =
    method === 'GET'
      ? length === undefined && headers['idempotency-key'] === undefined
      : length !== undefined && Number(length) <= valueBytesMax;
  const key = url.slice(BEFORE.length);
  return isPlain && PLAIN_KEY.test(key) && !NO_KEYS.has(key) ? key : undefined;
}
