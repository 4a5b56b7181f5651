// The order of names, and the start of a page of them.
import { compareUtf8 } from '../base/utf8';
import type { Position } from '../record/position';
import type { NameLimit, NameMark } from './index-pages';

type Asked = Pick<NameLimit, 'prefix' | 'after'>;

/** Returns a function that is true for names before the beginning of the page. */
export function isBeforePage({ prefix, after }: Asked): (name: Position) => boolean {
  return ({ key }) => compareUtf8(key, prefix) < 0 || !isBehind(key, after);
}

/** Compares names by their UTF-8 bytes. */
export function compareNames(a: Position, b: Position): number {
  return compareUtf8(a.key, b.key);
}

function isBehind(key: string, mark: NameMark | null): boolean {
  if (!mark) return true;
  if (mark.isWhole && key.startsWith(mark.key)) return false;
  return compareUtf8(key, mark.key) > 0;
}
