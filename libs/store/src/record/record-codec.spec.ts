import fc from 'fast-check';
import { StoreError } from '../base/errors';
import { someRecord } from '../testing/record-store-conformance';
import { decodeHead, decodeRecord, encodeRecord, weighRecord } from './record-codec';

const keyIdOf = (): string => '0abc';

describe('the bytes of a record', () => {
  it('give the record back, and its head without the value', () => {
    fc.assert(
      fc.property(someRecord, (record) => {
        const bytes = encodeRecord(record);
        expect(decodeRecord(bytes, keyIdOf)).toEqual(record);
        const { value, ...head } = record;
        expect(decodeHead(bytes, keyIdOf)).toEqual({ ...head, bytes: value.length });
        expect(weighRecord(bytes)).toEqual({ deleted: record.deleted, bytes: value.length });
      }),
    );
  });

  it('give no record when any one bit of them is wrong', () => {
    fc.assert(
      fc.property(someRecord, fc.nat(), fc.nat(7), (record, at, bit) => {
        const bytes = encodeRecord(record);
        bytes[at % bytes.length]! ^= 1 << bit;
        expect(() => decodeRecord(bytes, keyIdOf)).toThrow(StoreError);
      }),
      { numRuns: 500 },
    );
  });

  it('give no record when they are cut off or go on', () => {
    fc.assert(
      fc.property(someRecord, fc.nat(), (record, at) => {
        const bytes = encodeRecord(record);
        expect(() => decodeRecord(bytes.slice(0, at % bytes.length), keyIdOf)).toThrow(StoreError);
        expect(() => decodeRecord(Uint8Array.of(...bytes, 0), keyIdOf)).toThrow(StoreError);
      }),
    );
  });

  it('are refused as corrupt and nothing else, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => decodeRecord(bytes, keyIdOf)).toThrow(
          expect.objectContaining({ code: 'CORRUPT' }),
        );
        expect(() => decodeHead(bytes, keyIdOf)).toThrow(
          expect.objectContaining({ code: 'CORRUPT' }),
        );
      }),
    );
  });

  it('do not share memory with the record', () => {
    fc.assert(
      fc.property(
        someRecord.filter(({ value }) => value.length > 0),
        (record) => {
          const bytes = encodeRecord(record);
          const decoded = decodeRecord(bytes, keyIdOf);
          const before = Uint8Array.from(decoded.value);
          bytes.fill(0);
          expect(decoded.value).toEqual(before);
        },
      ),
    );
  });
});
