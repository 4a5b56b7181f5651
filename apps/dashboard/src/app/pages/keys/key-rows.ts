// The rows of a level of names: its keys and folders in the order of their names, and the first entries of opened
// folders.
import type { KeyDto, KeyListDto } from '@chord-dht/api-client';
import type { Problem } from '../../data/problem';

export interface KeyRow {
  readonly kind: 'key';
  readonly id: string;
  /** From 1. */
  readonly level: number;
  readonly key: KeyDto;
  /** The part of the name behind that of the level. */
  readonly name: string;
}

export interface FolderRow {
  readonly kind: 'folder';
  readonly id: string;
  readonly level: number;
  readonly prefix: string;
  readonly name: string;
  readonly isOpen: boolean;
}

/** A row for the rest of an open folder: there are more entries, it is not read yet, or reading failed. */
export interface RestRow {
  readonly kind: 'more' | 'reading' | 'fault';
  readonly id: string;
  readonly level: number;
  readonly prefix: string;
  readonly words: string;
}

export type Row = KeyRow | FolderRow | RestRow;

/** The entries of an open folder that were read so far. */
export interface Branch {
  readonly page: KeyListDto | null;
  readonly problem: Problem | null;
}

export function rowsOf(
  page: Pick<KeyListDto, 'keys' | 'prefixes'>,
  prefix: string,
  branches: ReadonlyMap<string, Branch>,
  level = 1,
): readonly Row[] {
  return inOrder(page, prefix, level).flatMap((row) => {
    const branch = row.kind === 'folder' ? branches.get(row.prefix) : undefined;
    if (row.kind !== 'folder' || !branch) return [row];
    return [{ ...row, isOpen: true }, ...rowsIn(row.prefix, branch, branches, level + 1)];
  });
}

function rowsIn(
  prefix: string,
  { page, problem }: Branch,
  branches: ReadonlyMap<string, Branch>,
  level: number,
): readonly Row[] {
  const rest = (kind: RestRow['kind'], words: string): RestRow => ({
    ...{ kind, words, prefix, level },
    id: `${kind} ${prefix}`,
  });
  const rows: Row[] = page ? [...rowsOf(page, prefix, branches, level)] : [];
  if (problem) rows.push(rest('fault', `${problem.title}. ${problem.detail}`));
  else if (!page) rows.push(rest('reading', 'Reading…'));
  else if (page.missing.length > 0) rows.push(rest('fault', 'A part of these cannot be read now.'));
  else if (page.cursor !== null) rows.push(rest('more', 'There is more: open the folder'));
  return rows;
}

function inOrder(
  { keys, prefixes }: Pick<KeyListDto, 'keys' | 'prefixes'>,
  prefix: string,
  level: number,
): readonly (KeyRow | FolderRow)[] {
  const names = (whole: string): string => whole.slice(prefix.length) || whole;
  const rows: (KeyRow | FolderRow)[] = [];
  let at = 0;
  for (const folder of prefixes) {
    for (let key = keys[at]; key && compareNames(key.key, folder) < 0; key = keys[++at])
      rows.push({ kind: 'key', id: `key ${key.key}`, level, key, name: names(key.key) });
    rows.push({
      ...{ kind: 'folder', id: `folder ${folder}`, level, prefix: folder },
      ...{ name: names(folder), isOpen: false },
    });
  }
  for (const key of keys.slice(at))
    rows.push({ kind: 'key', id: `key ${key.key}`, level, key, name: names(key.key) });
  return rows;
}

/** Compares by the bytes of UTF-8, which is the order of the code points. */
export function compareNames(a: string, b: string): number {
  const others = b[Symbol.iterator]();
  for (const letter of a) {
    const other = others.next();
    if (other.done) return 1;
    if (letter !== other.value)
      return (letter.codePointAt(0) ?? 0) - (other.value.codePointAt(0) ?? 0);
  }
  return others.next().done ? 0 : -1;
}
