import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { isConflict } from './merge';
import { WRITES_MAX, writesAfter, type StoredRecord } from './stored-record';
import type { Version } from './version';

const value = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The record of a writer that has seen `before`. */
function write(before: StoredRecord | undefined, version: Version, text: string): StoredRecord {
  const writes = writesAfter(before?.writes ?? [], {
    id: '0123456789abcdef',
    version,
    created: !before,
  });
  return makeRecord('0001', 'k', { version, value: value(text), writes });
}

describe('two records of one key', () => {
  const first = write(undefined, makeVersion(10), 'first');

  it('are no conflict when one was written with knowledge of the other', () => {
    const second = write(first, makeVersion(20), 'second');
    const third = write(second, makeVersion(30), 'third');
    expect(isConflict(second, first)).toBe(false);
    expect(isConflict(third, second)).toBe(false);
    expect(isConflict(third, first)).toBe(false);
  });

  it('are a conflict when both were written without knowledge of the other', () => {
    expect(isConflict(write(undefined, makeVersion(20), 'other'), first)).toBe(true);
    const left = write(first, makeVersion(20), 'left');
    const right = write(first, makeVersion(30), 'right');
    expect(isConflict(right, left)).toBe(true);
  });

  it('are no conflict when they say the same', () => {
    expect(isConflict(write(undefined, makeVersion(20), 'first'), first)).toBe(false);
  });

  it('are a conflict when one is gone and the other is empty', () => {
    const empty = write(undefined, makeVersion(10), '');
    const deleted = { ...write(undefined, makeVersion(20), ''), deleted: true };
    expect(isConflict(deleted, empty)).toBe(true);
  });
});

describe('the writes that a record remembers', () => {
  it('are the latest, never more than the limit', () => {
    let record: StoredRecord | undefined;
    for (let turn = 1; turn <= 20; turn += 1)
      record = write(record, makeVersion(turn), String(turn));
    expect(record?.writes).toHaveLength(WRITES_MAX);
    expect(record?.writes.at(-1)?.version).toEqual(makeVersion(20));
  });

  it('are forgotten with time, save the last two', () => {
    const old = write(write(undefined, makeVersion(1), 'a'), makeVersion(2), 'b');
    const fresh = write(old, makeVersion(1_000_000), 'c');
    expect(fresh.writes.map(({ version }) => version.timeMs)).toEqual([2, 1_000_000]);
  });
});
