// The suite that every engine passes. It needs a test runner, and so has an entry of its own.
import { StoreError } from '../base/errors';
import type { RecordStore } from '../arc/record-store';
import type { StoredRecord } from '../record/stored-record';
import { compareVersions } from '../record/version';
import { describeAppending, describeFirstFormat } from './append-conformance';
import { describeFigures } from './figures-conformance';
import { EVERYTHING, type RecordStoreHarness } from './harness-conformance';
import { describeIndexes } from './index-conformance';
import { keysOf, makeRecord, makeVersion } from './samples-conformance';
import { describeScans } from './scan-conformance';

export { FORMAT_1_RECORDS } from './format-1-conformance';
export type { RecordStoreHarness } from './harness-conformance';
export { makeRecord, makeVersion, someKey, someRecord, someVersion } from './samples-conformance';

const ID_WIDTH = 4;

/** Keys that have caused trouble somewhere. */
export const AWKWARD_KEYS = [
  '__proto__',
  'constructor',
  'a/b c?ü',
  ' ',
  '.',
  '..',
  '%00',
  '\uffff',
  '\u{1f600}',
  'ﬀ',
  'x'.repeat(1_024),
  'ü'.repeat(512),
];

export function describeRecordStore(name: string, open: () => Promise<RecordStoreHarness>): void {
  describe(`${name} as a record store`, () => {
    let harness: RecordStoreHarness;
    let store: RecordStore;

    beforeEach(async () => {
      harness = await open();
      expect(harness.idWidth).toBe(ID_WIDTH);
      store = harness.store;
    });
    afterEach(() => harness.close());

    describe('keeps records', () => {
      it('gives back every field of what was put', async () => {
        const record = makeRecord('00ff', 'k', {
          value: Uint8Array.from({ length: 256 }, (_, index) => index),
          contentType: 'application/json; charset=utf-8',
          expiresAtMs: 1_800_000_000_000,
          version: makeVersion(1_700_000_000_001, 4_294_967_295),
          writes: [
            { id: '00000000000000ff', version: makeVersion(5), created: true },
            {
              id: 'ffffffffffffffff',
              version: makeVersion(1_700_000_000_001, 4_294_967_295),
              created: false,
            },
          ],
        });
        await store.write({ put: [record] });
        expect(store.get('00ff', 'k')).toEqual(record);
      });

      it('knows no record that was never put', async () => {
        await store.write({ put: [makeRecord('00ff', 'k')] });
        expect(store.get('00ff', 'K')).toBeUndefined();
        expect(store.get('00fe', 'k')).toBeUndefined();
        expect(store.get('00ff', 'kk')).toBeUndefined();
      });

      it.each(AWKWARD_KEYS)('takes the key %j', async (key) => {
        const record = makeRecord('8000', key);
        await store.write({ put: [record] });
        expect(store.get('8000', key)).toEqual(record);
        expect(keysOf(store.scan(EVERYTHING, { records: 10 }).items)).toEqual([`8000 ${key}`]);
      });

      it.each([0, 1, 4_096, 1024 * 1024])('takes a value of %i bytes', async (length) => {
        const value = Uint8Array.from({ length }, (_, index) => (index * 7) & 0xff);
        await store.write({ put: [makeRecord('0001', 'k', { value })] });
        const found = store.get('0001', 'k')?.value;
        expect(found).toHaveLength(length);
        expect(Buffer.compare(found!, value)).toBe(0);
      });

      it('keeps keys of one id apart', async () => {
        await store.write({ put: [makeRecord('0001', 'a'), makeRecord('0001', 'b')] });
        expect(store.get('0001', 'a')?.key).toBe('a');
        expect(store.get('0001', 'b')?.key).toBe('b');
      });

      it('replaces a record, and keeps tombstones', async () => {
        await store.write({ put: [makeRecord('0001', 'a')] });
        const tombstone = makeRecord('0001', 'a', {
          deleted: true,
          value: new Uint8Array(0),
          version: makeVersion(1_700_000_000_001),
        });
        await store.write({ put: [tombstone] });
        expect(store.get('0001', 'a')).toEqual(tombstone);
        expect(store.count(EVERYTHING)).toBe(1);
      });

      it('replaces one of the same version, and none of a later one', async () => {
        const version = makeVersion(5);
        await store.write({ put: [makeRecord('0001', 'a', { version })] });
        await store.write({ put: [makeRecord('0001', 'a', { version: makeVersion(4) })] });
        expect(store.get('0001', 'a')?.version).toEqual(version);
        const emptied = { version, deleted: true, value: new Uint8Array(0) };
        await store.write({ put: [makeRecord('0001', 'a', emptied)] });
        expect(store.get('0001', 'a')).toMatchObject({ version, deleted: true });
        const both = [5, 3].map((timeMs) =>
          makeRecord('0002', 'b', { version: makeVersion(timeMs) }),
        );
        await store.write({ put: both });
        expect(store.get('0002', 'b')?.version).toEqual(makeVersion(5));
        expect(store.figures()).toMatchObject({ keys: 1, tombstones: 1 });
      });

      it('hands out copies', async () => {
        await store.write({ put: [makeRecord('0001', 'a'), makeRecord('0002', 'b')] });
        const first = store.get('0001', 'a')!;
        const other = store.get('0002', 'b')!;
        first.value.fill(0);
        expect(store.get('0001', 'a')).toEqual(makeRecord('0001', 'a'));
        expect(other).toEqual(makeRecord('0002', 'b'));
      });

      it('does not look at the values of a batch after the call', async () => {
        const value = Uint8Array.of(1, 2, 3);
        const written = store.write({ put: [makeRecord('0001', 'a', { value })] });
        value.fill(9);
        await written;
        expect(store.get('0001', 'a')?.value).toEqual(Uint8Array.of(1, 2, 3));
      });
    });

    describeAppending(() => harness);
    describeFirstFormat(() => harness);

    describe('drops records', () => {
      it('only when the version is the one that is named', async () => {
        await store.write({ put: [makeRecord('0001', 'a', { version: makeVersion(2) })] });
        await store.write({ drop: [{ keyId: '0001', key: 'a', version: makeVersion(1) }] });
        expect(store.get('0001', 'a')).toBeDefined();
        await store.write({ drop: [{ keyId: '0001', key: 'a', version: makeVersion(2) }] });
        expect(store.get('0001', 'a')).toBeUndefined();
        await store.write({ drop: [{ keyId: '0001', key: 'a', version: makeVersion(2) }] });
      });

      it('and writes of one record in the order of the calls, also without waiting', async () => {
        const writes = [
          store.write({ put: [makeRecord('0001', 'a', { version: makeVersion(1) })] }),
          store.write({ drop: [{ keyId: '0001', key: 'a', version: makeVersion(1) }] }),
          store.write({ put: [makeRecord('0001', 'a', { version: makeVersion(2) })] }),
          store.write({ drop: [{ keyId: '0001', key: 'a', version: makeVersion(1) }] }),
        ];
        await Promise.all(writes);
        expect(store.get('0001', 'a')?.version).toEqual(makeVersion(2));
        expect(store.figures()).toMatchObject({ keys: 1, tombstones: 0 });
      });
    });

    describeScans(() => harness);

    describe('guards records by checksums', () => {
      const position = { keyId: '0001', key: 'a' };

      beforeEach(() =>
        store.write({
          put: [makeRecord('0000', 'z'), makeRecord('0001', 'a'), makeRecord('0002', 'b')],
        }),
      );

      it.each([
        ['the first bit', (bytes: Uint8Array) => void (bytes[0]! ^= 0x80)],
        ['a bit of the head', (bytes: Uint8Array) => void (bytes[20]! ^= 1)],
        ['the last bit', (bytes: Uint8Array) => void (bytes[bytes.length - 1]! ^= 1)],
      ])('and never serves one with %s flipped', async (_name, change) => {
        await harness.damage(position, change);
        expect(() => store.get('0001', 'a')).toThrow(StoreError);
        expect(() => store.get('0001', 'a')).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
        const page = store.scan(EVERYTHING, { records: 9 });
        expect(keysOf(page.items)).toEqual(['0002 b', '0000 z']);
        expect(page.corrupt).toEqual([position]);
      });

      it('keeps a corrupt record from being dropped, and lets it be replaced', async () => {
        await harness.damage(position, (bytes) => void (bytes[0]! ^= 1));
        await store.write({ drop: [makeRecord('0001', 'a')] });
        expect(store.count(EVERYTHING)).toBe(3);
        await store.write({ put: [makeRecord('0001', 'a', { version: makeVersion(7) })] });
        expect(store.get('0001', 'a')?.version).toEqual(makeVersion(7));
      });

      it('drops one as corrupt only if it is', async () => {
        await harness.damage(position, (bytes) => void (bytes[0]! ^= 1));
        await store.write({ dropCorrupt: [position, { keyId: '0002', key: 'b' }] });
        expect(keysOf(store.scan(EVERYTHING, { records: 9 }).items)).toEqual(['0002 b', '0000 z']);
        expect(store.count(EVERYTHING)).toBe(2);
        expect(store.figures().keys).toBe(2);
      });
    });

    describeFigures(() => harness);
    describeIndexes(() => harness);

    it('counts keys, their bytes and tombstones', async () => {
      const of = (length: number): Partial<StoredRecord> => ({ value: new Uint8Array(length) });
      await store.write({ put: [makeRecord('0001', 'a', of(10)), makeRecord('0002', 'b', of(5))] });
      await store.write({
        put: [makeRecord('0001', 'a', of(7)), makeRecord('0003', 'c', { ...of(0), deleted: true })],
      });
      expect(store.figures()).toEqual({ keys: 2, bytes: 12, tombstones: 1 });
      await store.write({ drop: [makeRecord('0002', 'b'), makeRecord('0003', 'c')] });
      expect(store.figures()).toEqual({ keys: 1, bytes: 7, tombstones: 0 });
      await store.clear();
      expect(store.figures()).toEqual({ keys: 0, bytes: 0, tombstones: 0 });
      expect(store.count(EVERYTHING)).toBe(0);
    });

    it('keeps small state, apart from the records', async () => {
      expect(store.getState('peers')).toBeUndefined();
      await store.putState('peers', '["localhost:5001","ü"]');
      await store.putState('boots', '1');
      await store.putState('boots', '2');
      await store.clear();
      expect(store.getState('peers')).toBe('["localhost:5001","ü"]');
      expect(store.getState('boots')).toBe('2');
      expect(store.count(EVERYTHING)).toBe(0);
    });

    it('refuses writes when there is no room, reads on, drops on, and takes writes again when there is', async () => {
      await store.write({ put: [makeRecord('0001', 'a'), makeRecord('0002', 'b')] });
      await store.admit(100);
      await harness.fill();
      await expect(store.admit(1)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
      const refused = store.write({ put: [makeRecord('0003', 'c')] });
      await expect(refused).rejects.toMatchObject({ code: 'STORAGE_FULL' });
      expect(store.get('0003', 'c')).toBeUndefined();
      expect(store.get('0001', 'a')).toEqual(makeRecord('0001', 'a'));
      await store.write({ drop: [makeRecord('0002', 'b')] });
      expect(store.get('0002', 'b')).toBeUndefined();
      expect((await store.room()).isFull).toBe(true);
      const removal = makeRecord('0001', 'a', { deleted: true, value: new Uint8Array(0) });
      await store.admit(100, true);
      await store.write({ put: [removal] });
      expect(store.get('0001', 'a')).toEqual(removal);
      const mixed = store.write({ put: [removal, makeRecord('0003', 'c')] });
      await expect(mixed).rejects.toMatchObject({
        code: 'STORAGE_FULL',
        detail: { outcome: 'not-applied' },
      });
      await harness.free();
      expect((await store.room()).isFull).toBe(false);
      await store.write({ put: [makeRecord('0003', 'c')] });
      expect(store.get('0003', 'c')).toBeDefined();
    });

    it('is there again after it was closed, if it does not forget', async () => {
      const { reopen } = harness;
      if (!reopen) {
        expect(store.engine).toBe('memory');
        return;
      }
      await store.write({
        put: [makeRecord('0001', 'a'), makeRecord('8000', 'b', { deleted: true })],
      });
      await store.putState('boots', '3');
      const figures = store.figures();
      store = await reopen();
      expect(store.get('0001', 'a')).toEqual(makeRecord('0001', 'a'));
      expect(store.getState('boots')).toBe('3');
      expect(store.figures()).toEqual(figures);
      expect(compareVersions(store.get('8000', 'b')!.version, makeVersion(1_700_000_000_000))).toBe(
        0,
      );
    });
  });
}
