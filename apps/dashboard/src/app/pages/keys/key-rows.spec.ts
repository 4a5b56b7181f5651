import type { KeyDto } from '@chord-dht/api-client';
import { compareNames, rowsOf } from './key-rows';
import { KeySelection } from './key-selection';
import { crumbsOf } from './prefix-crumbs';

const key = (name: string): KeyDto => ({
  key: name,
  version: 'v',
  bytes: 1,
  contentType: 'text/plain',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
});
const page = (keys: string[], prefixes: string[], cursor: string | null = null) => ({
  ...{ keys: keys.map(key), prefixes, cursor, complete: true, missing: [] },
});

describe('the rows of a level', () => {
  it('are in the order of the bytes of their names, keys between folders', () => {
    // In UTF-16, U+FB01 is after surrogates; in UTF-8, before them.
    const rows = rowsOf(page(['a/b', 'a/d', 'a/ﬁ', 'a/😀'], ['a/c/', 'a/e/']), 'a/', new Map());
    expect(rows.map((row) => row.kind !== 'more' && 'name' in row && row.name)).toEqual([
      ...['b', 'c/', 'd', 'e/', 'ﬁ', '😀'],
    ]);
  });

  it('show the entries read of an open folder, and that there are more', () => {
    const branches = new Map([
      ['a/', { page: page(['a/1'], ['a/b/'], 'more'), problem: null }],
      ['a/b/', { page: null, problem: null }],
    ]);
    const rows = rowsOf(page([], ['a/', 'b/']), '', branches);
    expect(rows.map(({ kind, level }) => [kind, level])).toEqual([
      ['folder', 1],
      ['key', 2],
      ['folder', 2],
      ['reading', 3],
      ['more', 2],
      ['folder', 1],
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('name a key that is the folder itself by its whole name', () => {
    expect(rowsOf(page(['a/'], []), 'a/', new Map())[0]).toMatchObject({ name: 'a/' });
  });

  it('are compared by code points', () => {
    const names = ['', 'a', 'ab', 'b', 'ﬁ', '😀'];
    expect([...names].reverse().sort(compareNames)).toEqual(names);
  });
});

describe('the selection', () => {
  const rows = rowsOf(
    page(['k'], ['a/']),
    '',
    new Map([['a/', { page: page(['a/1', 'a/2'], ['a/b/']), problem: null }]]),
  );
  const [folder, one, two, inner, single] = rows as [
    ...typeof rows,
    never,
    never,
    never,
    never,
    never,
  ];

  it('counts the keys in a folder with the folder, and only once', () => {
    const selection = new KeySelection();
    selection.toggle(one);
    selection.toggle(inner);
    selection.toggle(single);
    expect(selection.count()).toBe(3);
    selection.toggle(folder);
    expect(selection.ticked()).toMatchObject({ folders: ['a/'], keys: [{ key: 'k' }] });
    expect([selection.has(two), selection.isWithin(two), selection.isWithin(folder)]).toEqual([
      ...[true, true, false],
    ]);
    selection.toggle(two);
    expect(selection.ticked().folders).toEqual(['a/']);
    selection.set(rows, false);
    expect(selection.count()).toBe(0);
  });

  it('has the displayed version', () => {
    const selection = new KeySelection();
    selection.toggle(single);
    selection.seen([{ ...single, key: { ...key('k'), version: 'next' } } as never]);
    expect(selection.ticked().keys[0]?.version).toBe('next');
  });
});

describe('the levels of a prefix', () => {
  it('are all levels above it, and itself', () => {
    expect(crumbsOf('users/2024/', '/')).toEqual([
      { name: 'users/', prefix: 'users/' },
      { name: '2024/', prefix: 'users/2024/' },
    ]);
    expect(crumbsOf('users/20', '/').map(({ prefix }) => prefix)).toEqual(['users/']);
    expect(crumbsOf('a::b::', '::').map(({ prefix }) => prefix)).toEqual(['a::', 'a::b::']);
    expect(crumbsOf('', '/')).toEqual([]);
  });
});
