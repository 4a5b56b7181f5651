// The part of the suite about the indexes by name and by time.
import fc from 'fast-check';
import type { EndMark, NameLimit, NameMark } from '../arc/index-pages';
import type { RecordStore } from '../arc/record-store';
import type { Position } from '../record/position';
import { endOfHead, type EndKind } from '../record/ends';
import { encodeRecord } from '../record/record-codec';
import { valueSizeOf } from '../record/record-bytes';
import type { StoredRecord } from '../record/stored-record';
import { compareUtf8 } from '../base/utf8';
import { EVERYTHING, type HarnessOf, type RecordStoreHarness } from './harness-conformance';
import { makeRecord, makeVersion } from './samples-conformance';

const ALL = { prefix: '', after: null, items: 1_000, looks: 1_000 };
const FAR_MS = 10_000_000_000_000;

function named(store: RecordStore, limit: Partial<NameLimit> = {}): string[] {
  return store.scanNames({ ...ALL, ...limit }).items.map(({ key }) => key);
}

function ended(store: RecordStore, kind: EndKind, untilMs = FAR_MS): string[] {
  const seen: string[] = [];
  let after: EndMark | null = null;
  do {
    const page = store.scanEnds({ kind, untilMs, records: 2, after });
    seen.push(...page.items.map((head) => `${endOfHead(head)?.atMs} ${head.keyId} ${head.key}`));
    after = page.next;
  } while (after);
  return seen;
}

const gone = (record: StoredRecord): StoredRecord => ({
  ...record,
  deleted: true,
  value: new Uint8Array(0),
});

export function describeIndexes(harnessOf: HarnessOf): void {
  let harness: RecordStoreHarness;
  let store: RecordStore;
  beforeEach(() => {
    harness = harnessOf();
    store = harness.store;
  });

  describe('lists names', () => {
    const names = ['a', 'a/1', 'a/1/x', 'a/2', 'ab', 'b', 'ü', '\uffff', '\u{1f600}', 'Z'];
    const sorted = ['Z', 'a', 'a/1', 'a/1/x', 'a/2', 'ab', 'b', 'ü', '\uffff', '\u{1f600}'];

    beforeEach(() =>
      store.write({ put: names.map((key, index) => makeRecord(`${index}000`, key)) }),
    );

    it('in the order of the bytes of UTF-8, with the ids of their keys', () => {
      expect(named(store)).toEqual(sorted);
      expect(store.scanNames({ ...ALL, prefix: 'b' })).toEqual({
        items: [{ keyId: '5000', key: 'b' }],
        next: null,
      });
    });

    const behind = (key: string, isWhole = false): NameMark => ({ key, isWhole });
    it.each([
      ['a', null, ['a', 'a/1', 'a/1/x', 'a/2', 'ab']],
      ['a/', null, ['a/1', 'a/1/x', 'a/2']],
      ['', behind('a/1'), ['a/1/x', 'a/2', 'ab', 'b', 'ü', '\uffff', '\u{1f600}']],
      ['a', behind('a/1', true), ['a/2', 'ab']],
      ['a', behind('a/0'), ['a/1', 'a/1/x', 'a/2', 'ab']],
      ['a', behind('Y'), ['a', 'a/1', 'a/1/x', 'a/2', 'ab']],
      ['a', behind('b'), []],
      ['', behind('\u{1f600}'), []],
      ['', behind('ü', true), ['\uffff', '\u{1f600}']],
      ['none', null, []],
    ])('with the prefix %j behind %j', (prefix, after, expected) => {
      expect(named(store, { prefix, after })).toEqual(expected);
    });

    it.each([1, 2, 3, 9, 10, 11])('page by page, %i at a time, by items and by looks', (size) => {
      for (const limit of [{ items: size }, { looks: size }]) {
        const seen: string[] = [];
        let after: NameMark | null = null;
        do {
          const page = store.scanNames({ ...ALL, ...limit, after });
          expect(page.items.length).toBeLessThanOrEqual(size);
          seen.push(...page.items.map(({ key }) => key));
          after = page.next;
        } while (after);
        expect(seen).toEqual(sorted);
      }
    });

    it('under the ids that are wanted alone, and goes on behind what it has looked at', () => {
      const page = store.scanNames({ ...ALL, looks: 4 }, (keyId) => keyId < '2000');
      expect(page).toEqual({
        items: ['0000 a', '1000 a/1'].map((text) => ({
          keyId: text.slice(0, 4),
          key: text.slice(5),
        })),
        next: { key: 'a/1/x', isWhole: false },
      });
    });

    it('of what is there, and of no tombstones', async () => {
      await store.write({ put: [gone(makeRecord('0000', 'a', { version: makeVersion(2e12) }))] });
      await store.write({ drop: [makeRecord('5000', 'b')] });
      expect(named(store)).toEqual(sorted.filter((key) => key !== 'a' && key !== 'b'));
      await store.write({ put: [makeRecord('0000', 'a', { version: makeVersion(3e12) })] });
      expect(named(store, { prefix: 'a' })).toEqual(['a', 'a/1', 'a/1/x', 'a/2', 'ab']);
      await store.clear();
      expect(named(store)).toEqual([]);
    });
  });

  describe('tells what has ended', () => {
    const until = (expiresAtMs: number | null): Partial<StoredRecord> => ({ expiresAtMs });

    it('the earliest first, up to a time, values and tombstones apart', async () => {
      const put = [
        makeRecord('0001', 'late', until(3_000)),
        makeRecord('0002', 'early', until(1_000)),
        makeRecord('0003', 'same', until(1_000)),
        makeRecord('0004', 'for ever', until(null)),
        gone(makeRecord('0005', 'removed', { modifiedAtMs: 2_000 })),
        gone(makeRecord('0006', 'expired', { modifiedAtMs: 2_000, expiresAtMs: 5_000 })),
      ];
      await store.write({ put });
      const expiries = ['1000 0002 early', '1000 0003 same', '3000 0001 late'];
      expect(ended(store, 'expiry')).toEqual(expiries);
      expect(ended(store, 'expiry', 2_999)).toEqual(expiries.slice(0, 2));
      expect(ended(store, 'expiry', 3_000)).toEqual(expiries);
      expect(ended(store, 'expiry', 999)).toEqual([]);
      expect(ended(store, 'tombstone')).toEqual(['2000 0005 removed', '5000 0006 expired']);
    });

    it('and forgets an end with what it belonged to', async () => {
      const at = (timeMs: number, over: Partial<StoredRecord>): StoredRecord =>
        makeRecord('0001', 'k', { version: makeVersion(timeMs), modifiedAtMs: timeMs, ...over });
      await store.write({ put: [at(1, until(1_000))] });
      await store.write({ put: [at(2, until(2_000))] });
      expect(ended(store, 'expiry')).toEqual(['2000 0001 k']);
      await store.write({ put: [at(3, until(null))] });
      expect(ended(store, 'expiry')).toEqual([]);
      await store.write({ put: [gone(at(4, until(null)))] });
      expect(ended(store, 'tombstone')).toEqual(['4 0001 k']);
      await store.write({ drop: [at(4, {})] });
      expect(ended(store, 'tombstone')).toEqual([]);
      await store.write({ put: [at(5, until(9_000))] });
      await store.clear();
      expect(ended(store, 'expiry')).toEqual([]);
    });

    it('also of what was found corrupt and is written anew', async () => {
      await store.write({ put: [makeRecord('0001', 'k', until(1_000))] });
      await harness.damage({ keyId: '0001', key: 'k' }, (bytes) => void (bytes[20]! ^= 1));
      const page = { kind: 'expiry', untilMs: FAR_MS, records: 9, after: null } as const;
      expect(store.scanEnds(page)).toEqual({
        items: [],
        corrupt: [{ keyId: '0001', key: 'k' }],
        next: null,
      });
      await store.write({ put: [makeRecord('0001', 'k', { version: makeVersion(2e12) })] });
      expect(ended(store, 'expiry')).toEqual([]);
      expect(named(store)).toEqual(['k']);
    });
  });

  it('lends records whose heads are whole, whatever their values are', async () => {
    const at = { keyId: '0001', key: 'k' };
    expect(store.borrowHead(at)).toBeUndefined();
    await store.write({ put: [makeRecord('0001', 'k', { value: new Uint8Array(77) })] });
    expect(valueSizeOf(store.borrowHead(at) as Uint8Array)).toBe(77);
    await harness.damage(at, (bytes) => void (bytes[bytes.length - 1]! ^= 1));
    expect(valueSizeOf(store.borrowHead(at) as Uint8Array)).toBe(77);
    await harness.damage(at, (bytes) => void (bytes[20]! ^= 1));
    expect(() => store.borrowHead(at)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });

  it('keeps indexes that are those of the records, whatever was done, and when it is opened again', async () => {
    const position = fc.record({
      keyId: fc.constantFrom('0000', '000f', '8000'),
      key: fc.constantFrom('a', 'b', 'ü'),
    });
    // A key has one id.
    const idOf: Record<string, string> = { a: '0000', b: '000f', ü: '8000' };
    const step = fc.record({
      kind: fc.constantFrom('append', 'put', 'drop', 'empty', 'damage', 'clear'),
      position: position.map(({ key }): Position => ({ key, keyId: idOf[key] as string })),
      timeMs: fc.integer({ min: 1, max: 6 }),
      expiresAtMs: fc.option(fc.integer({ min: 1, max: 3 })),
      waits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        await store.clear();
        let last: Promise<unknown> = Promise.resolve();
        for (const { kind, position: at, timeMs, expiresAtMs, waits } of steps) {
          const version = makeVersion(timeMs);
          const record = makeRecord(at.keyId, at.key, { version, expiresAtMs });
          if (kind === 'append') {
            const bytes = encodeRecord(record);
            last = new Promise<void>((resolve) =>
              store.append([{ position: at, bytes }], () => resolve()),
            );
          } else if (kind === 'put') last = store.write({ put: [record] });
          else if (kind === 'empty') last = store.write({ put: [gone(record)] });
          else if (kind === 'drop') last = store.write({ drop: [record], dropCorrupt: [at] });
          else if (kind === 'clear' && timeMs === 1) last = store.clear();
          else if (kind === 'damage') {
            await last;
            const isThere = store.scanHeads(EVERYTHING, { records: 99 });
            if (isThere.items.some(({ key }) => key === at.key))
              await harness.damage(at, (bytes) => void (bytes[20]! ^= 1));
          }
          if (waits) await last;
        }
        await last;
        const check = (): void => {
          const { items, corrupt } = store.scanHeads(EVERYTHING, { records: 99 });
          const live = items.filter(({ deleted }) => !deleted).map(({ key }) => key);
          const listed = named(store);
          const unreadable = corrupt.map(({ key }) => key);
          // A tombstone that is damaged may be listed: it cannot be told from a value.
          expect(listed.filter((key) => !unreadable.includes(key))).toEqual(live.sort(compareUtf8));
          for (const kind of ['expiry', 'tombstone'] as const)
            expect(ended(store, kind)).toEqual(
              items
                .flatMap((head) => ({ head, end: endOfHead(head) }))
                .filter(({ end }) => end?.kind === kind)
                .map(({ head, end }) => `${end?.atMs} ${head.keyId} ${head.key}`)
                .sort(),
            );
        };
        check();
        if (harness.reopen && steps.length % 8 === 0) {
          store = await harness.reopen();
          check();
        }
      }),
      { numRuns: 60 },
    );
  });
}
