// Recognises requests so plain that the short way does everything that the long way would do with them.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The path before a key. */
const BEFORE = '/api/v1/keys/';
/** Longer keys have problems of their own. */
const KEY_LENGTH_MAX = 1_000;
/** Nothing that has to be decoded, or that a router could read in another way. */
const PLAIN_KEY = /^[A-Za-z0-9_.~:@,=-]+$/;
/** A path beside the keys, and segments that are no names. */
const NO_KEYS = new Set(['count', '.', '..']);

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
  if (isSpecial(headers)) return undefined;
  const length = headers['content-length'];
  const isPlain =
    method === 'GET'
      ? length === undefined && headers['idempotency-key'] === undefined
      : length !== undefined && Number(length) <= valueBytesMax;
  const key = url.slice(BEFORE.length);
  return isPlain && PLAIN_KEY.test(key) && !NO_KEYS.has(key) ? key : undefined;
}

/** The long way has something to say about these. Each by its name: in a loop they are found ten times as slowly. */
function isSpecial(headers: IncomingHttpHeaders): boolean {
  return (
    headers.expect !== undefined ||
    headers['transfer-encoding'] !== undefined ||
    headers['content-encoding'] !== undefined ||
    headers['content-range'] !== undefined ||
    headers.origin !== undefined ||
    headers['sec-fetch-site'] !== undefined
  );
}
