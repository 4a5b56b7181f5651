// The valid keys and values.
import { ChordError } from '@chord-dht/chord';
import { StoreError } from '../base/errors';
import { isWriteId } from './write-id';
import { hasControlCharacter, isPrintableAscii, isWellFormed, utf8Length } from '../base/utf8';

export const KEY_BYTES_MAX = 1_024;
export const CONTENT_TYPE_BYTES_MAX = 255;
export const TTL_SECONDS_MAX = 31_536_000;

/** The time to live of a value in seconds from now; `keep`: until the expiry of the one that it replaces. */
export type TtlSeconds = number | 'keep';

/** @throws StoreError `KEY_INVALID`, `KEY_TOO_LARGE` */
export function checkKey(key: unknown): string {
  if (typeof key !== 'string' || key === '')
    throw new StoreError('KEY_INVALID', 'A key must have at least one character.');
  // The length first, so that a megabyte of key is not scanned. One UTF-16 unit takes at least one byte.
  if (key.length <= KEY_BYTES_MAX && isPrintableAscii(key)) return key;
  if (key.length > KEY_BYTES_MAX || utf8Length(key) > KEY_BYTES_MAX) {
    throw new StoreError(
      'KEY_TOO_LARGE',
      `A key may have at most ${KEY_BYTES_MAX} bytes in UTF-8.`,
    );
  }
  if (!isWellFormed(key))
    throw new StoreError('KEY_INVALID', 'A key must be well-formed Unicode text.');
  if (hasControlCharacter(key))
    throw new StoreError('KEY_INVALID', 'A key may not contain control characters.');
  return key;
}

/** Path segments that a URL parser removes, also when they are percent-encoded. */
const EATEN = new Set(['.', '..']);

/**
 * Checks the key of a value that is to be stored, from any source: most clients of the HTTP API have to be able to
 * address it afterwards. Members accept such a key from each other, and it can be read and removed, as an earlier
 * version may have stored it.
 * @throws StoreError as `checkKey`
 */
export function checkNewKey(given: unknown): string {
  const key = checkKey(given);
  if (!EATEN.has(key)) return key;
  throw new StoreError(
    'KEY_INVALID',
    'Browsers and most clients remove the path segments . and .. from a URL, so no client could read ' +
      'or delete this key; choose another one.',
  );
}

/**
 * @throws StoreError `VALUE_TOO_LARGE`
 * @throws TypeError for what is no bytes: callers in plain JavaScript may pass a text, of which only zeros would be kept
 */
export function checkValue(value: Uint8Array, bytesMax: number): Uint8Array {
  if (!ArrayBuffer.isView(value) || value.BYTES_PER_ELEMENT !== 1)
    throw new TypeError('A value has to be a Uint8Array; encode texts with TextEncoder.');
  if (value.length <= bytesMax) return value;
  throw new StoreError(
    'VALUE_TOO_LARGE',
    `A value may have at most ${bytesMax} bytes; this one has ${value.length}.`,
  );
}

function isContentType(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length <= CONTENT_TYPE_BYTES_MAX &&
    (isPrintableAscii(text) ||
      (utf8Length(text) <= CONTENT_TYPE_BYTES_MAX &&
        isWellFormed(text) &&
        !hasControlCharacter(text)))
  );
}

function isTtl(seconds: unknown): seconds is number {
  return (
    Number.isInteger(seconds) && (seconds as number) >= 1 && (seconds as number) <= TTL_SECONDS_MAX
  );
}

/** @throws ChordError `MALFORMED` */
export function checkContentType(text: unknown): string {
  if (isContentType(text)) return text;
  throw new ChordError(
    'MALFORMED',
    `A content type may have at most ${CONTENT_TYPE_BYTES_MAX} bytes and no control characters.`,
  );
}

/** @throws ChordError `MALFORMED` */
export function checkTtl(seconds: unknown): TtlSeconds | null {
  if (seconds === undefined || seconds === null) return null;
  if (seconds === 'keep' || isTtl(seconds)) return seconds;
  throw new ChordError(
    'MALFORMED',
    `A time to live must be a whole number of seconds from 1 to ${TTL_SECONDS_MAX}.`,
  );
}

/** @throws RangeError for an id of another form, which is a defect of the caller */
export function checkWriteId(writeId: string | undefined): string | undefined {
  if (writeId === undefined || isWriteId(writeId)) return writeId;
  throw new RangeError('The id of a write has 16 hexadecimal digits.');
}

/** A prefix is compared, never stored: only one that no key could begin with is refused. */
export function checkPrefix(prefix: string): string {
  if (prefix.length <= 1_024 && isWellFormed(prefix) && !hasControlCharacter(prefix)) return prefix;
  throw new StoreError(
    'KEY_INVALID',
    'No key can begin with this prefix: it is too long, or not well-formed text.',
  );
}

/** @throws StoreError `KEY_INVALID` for a delimiter that no key could contain */
export function checkDelimiter(delimiter: string): string {
  if (delimiter !== '') return checkPrefix(delimiter);
  throw new StoreError('KEY_INVALID', 'A delimiter must have at least one character.');
}
