// Knows what may be a key, before the ring is asked.
import { checkKey, StoreError } from '@chord-dht/store';

/**
 * A key as the router decoded it, once.
 * @throws StoreError `KEY_INVALID` or `KEY_TOO_LARGE`
 */
export const readKey = checkKey;

/** Segments that a URL parser takes out of a path, also when they are percent-encoded. */
const EATEN = new Set(['.', '..']);

/**
 * The key of a write: nothing may be stored that most clients could not ask for afterwards.
 * @throws StoreError as `readKey`
 */
export function readNewKey(given: string): string {
  const key = readKey(given);
  if (!EATEN.has(key)) return key;
  throw new StoreError(
    'KEY_INVALID',
    'Browsers and most clients remove the path segments . and .. from a URL, so nobody could read ' +
      'or delete this key; choose another one',
  );
}
