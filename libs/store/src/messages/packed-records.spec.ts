import fc from 'fast-check';
import { RecordPacker } from '../record/record-packer';
import { unpackRecords } from './packed-records';

function packRecords(records: readonly Uint8Array[]): Uint8Array {
  const packer = new RecordPacker();
  for (const record of records) packer.add(record);
  return packer.take().packed;
}

describe('packed records', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (records) => {
        const found = unpackRecords(packRecords(records), 20);
        expect(found.map((bytes) => [...bytes])).toEqual(records.map((bytes) => [...bytes]));
      }),
    );
  });

  it('count themselves, however large the row becomes', () => {
    const packer = new RecordPacker();
    for (const size of [0, 1, 100, 1_000, 10_000, 1]) {
      const records = Array.from({ length: 50 }, (_, at) => new Uint8Array(size).fill(at));
      for (const record of records) packer.add(record);
      const { packed, ...figures } = packer.take();
      expect(figures).toEqual({ records: 50, bytes: 50 * size });
      // A result does not change when more is added later.
      packer.add(Uint8Array.of(0xff));
      expect(packer.take().packed).toEqual(Uint8Array.of(0, 0, 0, 1, 0xff));
      expect(unpackRecords(packed, 50)).toEqual(records);
    }
  });

  it.each([
    ['cut off in a record', packRecords([Uint8Array.of(1, 2, 3)]).subarray(0, 6)],
    ['cut off in a length', packRecords([Uint8Array.of(1)]).subarray(0, 3)],
    ['with a length beyond the end', Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
    ['of more records than allowed', packRecords([Uint8Array.of(1), Uint8Array.of(2)])],
  ])('are refused when they are %s', (_how, packed) => {
    expect(() => unpackRecords(packed, 1)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });
});
