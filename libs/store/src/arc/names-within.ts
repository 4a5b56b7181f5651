// The order of names, and the start of a page of them.
import { compareUtf8 } from '../base/utf8';
import type { Position } from '../record/position';
import type { NameLimit, NameMark } from './index-pages';

type Asked = Pick<NameLimit, 'prefix' | 'after'>;

/** Tells of a name whether a page begins behind it. */
export function isBeforePage({ prefix, after }: Asked): (name: Position) => boolean {
  return ({ key }) => compareUtf8(key, prefix) < 0 || !isBehind(key, after);
}

/** The order of names, which is that of the bytes of UTF-8. */
export function compareNames(a: Position, b: Position): number {
  return compareUtf8(a.key, b.key);
}

function isBehind(key: string, mark: NameMark | null): boolean {
  if (!mark) return true;
  if (mark.isWhole && key.startsWith(mark.key)) return false;
  return compareUtf8(key, mark.key) > 0;
}
