// The order of places among names, and the cursor that stands for a place.
import { StoreError } from '../base/errors';
import type { NameMark } from '../arc/index-pages';
import { compareUtf8, decodeUtf8, encodeUtf8 } from '../base/utf8';

/** The level under which a name is listed when a delimiter is given; `undefined` for the name itself. */
export function commonPrefix(
  key: string,
  prefix: string,
  delimiter: string | null,
): string | undefined {
  if (delimiter === null) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

export function compareMarks(a: NameMark, b: NameMark): number {
  if (a.key === b.key) return Number(a.isWhole) - Number(b.isWhole);
  if (a.isWhole && b.key.startsWith(a.key)) return 1;
  if (b.isWhole && a.key.startsWith(b.key)) return -1;
  return compareUtf8(a.key, b.key);
}

export function printCursor({ key, isWhole }: NameMark): string {
  const digits = Array.from(encodeUtf8(key), (byte) => byte.toString(16).padStart(2, '0'));
  return `${isWhole ? 'p' : 'k'}${digits.join('')}`;
}

/** @throws StoreError `KEY_INVALID` for a text that no page returned as its cursor */
export function readCursor(cursor: string): NameMark {
  const [, kind, digits = ''] = /^([kp])((?:[0-9a-f]{2}){1,2048})$/.exec(cursor) ?? [];
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const key = decodeUtf8(bytes);
  if (!kind || !key)
    throw new StoreError(
      'KEY_INVALID',
      'The cursor does not come from a page of this listing; begin again without a cursor.',
    );
  return { key, isWhole: kind === 'p' };
}
