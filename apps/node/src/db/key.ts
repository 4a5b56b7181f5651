// Knows what may be a key: well-formed UTF-8 of 1 to 1,024 bytes without control characters.
import { CodedError } from '@chord-dht/chord';

export const KEY_BYTES_MAX = 1_024;

// eslint-disable-next-line no-control-regex -- finding them is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * A key as the router decoded it, once.
 * @throws CodedError `KEY_INVALID` or `KEY_TOO_LARGE`
 */
export function readKey(key: string): string {
  if (key === '')
    throw new CodedError('KEY_INVALID', 'The key is empty; give at least one character');
  if (key.length > KEY_BYTES_MAX || Buffer.byteLength(key) > KEY_BYTES_MAX) {
    throw new CodedError('KEY_TOO_LARGE', `A key has at most ${KEY_BYTES_MAX} bytes of UTF-8`);
  }
  if (CONTROL.test(key)) throw new CodedError('KEY_INVALID', 'A key has no control characters');
  return key;
}
