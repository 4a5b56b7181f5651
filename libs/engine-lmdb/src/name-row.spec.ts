import { NameRow } from './name-row';

const ID_BYTES = 2;

describe('a row of names', () => {
  const rowOf = (...keys: string[]): NameRow => {
    const row = new NameRow(ID_BYTES);
    keys.forEach((key, at) =>
      row.add(Buffer.concat([Buffer.from([at >> 8, at]), Buffer.from(key)]), at & 4_095),
    );
    return row;
  };
  const namesOf = (row: NameRow): Buffer[] =>
    Array.from({ length: row.count }, (_, at) => row.name(at));
  const keysOf = (row: NameRow): string[] =>
    namesOf(row).map((name) => name.toString('utf8', ID_BYTES));

  it('sorts any number of them by the bytes of their keys, and keeps id and bucket of each', () => {
    const keys = Array.from({ length: 1_001 }, (_, at) => `k${(at * 377) % 1_001}`);
    const sorted = rowOf(...keys).sorted();
    expect(keysOf(sorted)).toEqual([...keys].sort());
    const numbers = namesOf(sorted).map((name) => name.readUInt16BE(0));
    expect(numbers.map((number) => keys[number])).toEqual(keysOf(sorted));
    expect(numbers).toEqual(numbers.map((_, at) => sorted.bucket(at)));
  });

  it('has no order but that of UTF-8', () => {
    const keys = ['\u{1f600}', '\uffff', 'ab', 'a', 'é', 'b', 'a\u0001'];
    const bytes = (key: string): Buffer => Buffer.from(key);
    expect(keysOf(rowOf(...keys).sorted())).toEqual(
      [...keys].sort((a, b) => Buffer.compare(bytes(a), bytes(b))),
    );
    expect([keysOf(rowOf().sorted()), keysOf(rowOf('x').sorted())]).toEqual([[], ['x']]);
  });

  it('leaves out of the order what is gone', () => {
    const row = rowOf('c', 'b', 'a');
    row.forget(1);
    expect([row.isGone(1), row.isGone(0), keysOf(row.sorted())]).toEqual([true, false, ['a', 'c']]);
  });

  it('knows where a key belongs', () => {
    const row = rowOf('a', 'c', 'c', 'e');
    const placeOf = (key: string): number[] =>
      [false, true].map((isBehind) => row.placeOf(Buffer.from(key), isBehind));
    expect(['', 'a', 'b', 'c', 'cc', 'f'].map(placeOf)).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 3],
      [3, 3],
      [4, 4],
    ]);
    expect([row.hasKey(1, Buffer.from('c')), row.hasKey(1, Buffer.from('cc'))]).toEqual([
      true,
      false,
    ]);
  });
});
