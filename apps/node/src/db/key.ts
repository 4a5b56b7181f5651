// Knows what may be a key or a content type, before the ring is asked.
import { checkKey } from '@chord-dht/store';

/**
 * A key as the router decoded it, once.
 * @throws StoreError `KEY_INVALID` or `KEY_TOO_LARGE`
 */
export const readKey = checkKey;

const TYPE_LENGTH_MAX = 255;

/** The declared content type when it can be kept; it is a label, so one that cannot is left away. */
export function keptType(declared: string | undefined): string | undefined {
  if (declared === undefined || declared === '' || declared.length > TYPE_LENGTH_MAX)
    return undefined;
  return /^[\x20-\x7e]*$/.test(declared) ? declared : undefined;
}
