import fc from 'fast-check';
import { StoreError } from '../base/errors';
import { FORMAT_1_RECORDS } from '../testing/format-1-conformance';
import { makeRecord, someKey, someRecord, someVersion } from '../testing/record-store-conformance';
import { composeRecord } from './compose';
import { decodeFormat1 } from './format-1';
import {
  checkRecordBytes,
  compareRecordVersions,
  contentTypeOf,
  expiresAtMsOf,
  findWrite,
  hasKey,
  isDeletedIn,
  isLiveIn,
  keySizeOf,
  keyStartOf,
  keyOf,
  modifiedAtMsOf,
  printedVersionOf,
  valueOf,
  versionOf,
  writesOf,
} from './record-bytes';
import { decodeRecord, encodeRecord } from './record-codec';
import { isLive, writesAfter, type StoredRecord } from './stored-record';
import { compareVersions, printVersion } from './version';

describe('an encoded record, read in place', () => {
  it('has the fields of the record', () => {
    fc.assert(
      fc.property(someRecord, fc.maxSafeNat(), (record, wallMs) => {
        const bytes = encodeRecord(record);
        checkRecordBytes(bytes);
        expect({
          key: keyOf(bytes),
          contentType: contentTypeOf(bytes),
          version: versionOf(bytes),
          expiresAtMs: expiresAtMsOf(bytes),
          deleted: isDeletedIn(bytes),
          modifiedAtMs: modifiedAtMsOf(bytes),
          writes: writesOf(bytes),
          value: valueOf(bytes),
          keyId: record.keyId,
        }).toEqual(record);
        expect(printedVersionOf(bytes)).toBe(printVersion(record.version));
        expect(isLiveIn(bytes, wallMs)).toBe(isLive(record, wallMs));
        const start = keyStartOf(bytes);
        const key = bytes.subarray(start, start + keySizeOf(bytes));
        expect(Buffer.from(key).toString()).toBe(record.key);
      }),
    );
  });

  it('distinguishes its key from another whose characters have the values of its bytes', () => {
    const bytes = encodeRecord(makeRecord('0001', 'ä'));
    expect(['ä', 'Ã¤', 'a'].map((key) => hasKey(bytes, key))).toEqual([true, false, false]);
  });

  it('finds a write by its id, the latest of that id', () => {
    fc.assert(
      fc.property(someRecord, fc.nat(), (record, which) => {
        const bytes = encodeRecord(record);
        const { id } = record.writes[which % record.writes.length]!;
        expect(findWrite(bytes, id)).toEqual(record.writes.findLast((write) => write.id === id));
        expect(findWrite(bytes, '0123456789abcdef')).toEqual(
          record.writes.find((write) => write.id === '0123456789abcdef'),
        );
      }),
    );
  });

  it('compares as versions do', () => {
    const pair = fc.tuple(someRecord, someVersion);
    fc.assert(
      fc.property(pair, ([record, version]) => {
        const other = { ...record, version };
        const order = compareRecordVersions(encodeRecord(record), encodeRecord(other));
        expect(Math.sign(order)).toBe(Math.sign(compareVersions(record.version, version)));
      }),
      { numRuns: 500 },
    );
  });

  it('distinguishes its key from every other', () => {
    fc.assert(
      fc.property(someRecord, someKey, (record, other) => {
        const bytes = encodeRecord(record);
        expect(hasKey(bytes, record.key)).toBe(true);
        expect(hasKey(bytes, other)).toBe(other === record.key);
        expect(hasKey(bytes, `${record.key}x`)).toBe(false);
        expect(hasKey(bytes, record.key.slice(1))).toBe(false);
      }),
    );
  });

  it('is refused when any one bit is wrong, it is cut off, or it goes on', () => {
    fc.assert(
      fc.property(someRecord, fc.nat(), fc.nat(7), (record, at, bit) => {
        const bytes = encodeRecord(record);
        expect(() => checkRecordBytes(bytes.subarray(0, at % bytes.length))).toThrow(StoreError);
        expect(() => checkRecordBytes(Uint8Array.of(...bytes, 0))).toThrow(StoreError);
        bytes[at % bytes.length]! ^= 1 << bit;
        expect(() => checkRecordBytes(bytes)).toThrow(StoreError);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a composed record', () => {
  const step = fc.record({
    afterMs: fc.oneof(fc.nat(10), fc.nat(400_000)),
    id: fc.constantFrom('00000000000000aa', 'ffffffffffffffff', '0123456789abcdef'),
    deleted: fc.boolean(),
  });

  it('remembers the earlier writes as the record itself would', () => {
    fc.assert(
      fc.property(
        someRecord,
        fc.array(step, { minLength: 1, maxLength: 40 }),
        (template, steps) => {
          let record: StoredRecord | undefined;
          let before: Uint8Array | undefined;
          let timeMs = 1_700_000_000_000;
          for (const { afterMs, id, deleted } of steps) {
            timeMs += afterMs;
            const version = { ...template.version, timeMs };
            const created = !record;
            const writes = writesAfter(record?.writes ?? [], { id, created, version });
            record = { ...template, version, deleted, writes };
            before = composeRecord({ ...record, writeId: id, created, before });
            expect(Buffer.compare(before, encodeRecord(record))).toBe(0);
          }
          expect(decodeRecord(before!, () => template.keyId)).toEqual(record);
        },
      ),
    );
  });

  it.each(['zz', 'no digits at all', '0123456789abcdef0'])('refuses the write id %s', (writeId) => {
    const [template] = FORMAT_1_RECORDS;
    const record = { ...template!.record, keyId: '', created: true };
    expect(() => composeRecord({ ...record, writeId })).toThrow(RangeError);
  });
});

describe('a record of the first format', () => {
  it.each(FORMAT_1_RECORDS.map((item) => [item.record.key, item] as const))(
    '(%s) is read as it was written, and as nothing when it is damaged',
    (_key, { record, bytes }) => {
      expect(decodeRecord(bytes, () => '01')).toEqual({ ...record, keyId: '01' });
      for (let at = 0; at < bytes.length; at += 1) {
        if (at === 8) continue;
        const damaged = bytes.slice();
        damaged[at]! ^= 4;
        expect(() => decodeFormat1(damaged, () => '01')).toThrow(StoreError);
      }
      expect(() => decodeFormat1(bytes.slice(0, -1), () => '01')).toThrow(StoreError);
    },
  );
});
