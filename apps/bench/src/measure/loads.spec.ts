import { ALL_LOADS, DEFAULT_LOADS, describeLoad, keysOf, parseLoad, SHORT_LOADS } from './loads';

describe('the names of loads', () => {
  it('say everything about a load', () => {
    expect(parseLoad('mix-10KiB-256-zipf')).toEqual({
      name: 'mix-10KiB-256-zipf',
      reads: 0.9,
      valueBytes: 10_240,
      clients: 256,
      distribution: 'zipf',
    });
    expect(describeLoad(parseLoad('get-100B-32'))).toBe('GET, 100 B, 32 clients, uniform');
    expect(describeLoad(parseLoad('put-1MB-256-zipf'))).toBe('PUT, 1 MB, 256 clients, zipf');
  });

  it.each(['', 'get', 'delete-100B-32', 'get-100B', 'get-1B-32', 'get-2MiB-32', 'get-100B-0'])(
    'refuse %p',
    (name) => expect(() => parseLoad(name)).toThrow(),
  );

  it('are right in every set', () => {
    for (const set of [DEFAULT_LOADS, SHORT_LOADS, ALL_LOADS])
      expect(set.map((name) => parseLoad(name).name)).toEqual([...set]);
    expect(new Set(ALL_LOADS).size).toBe(36);
    expect(ALL_LOADS).toEqual(expect.arrayContaining(DEFAULT_LOADS));
  });

  it('come with as many keys as can be written in reasonable time', () => {
    expect([100, 10_240, 1_000_000].map(keysOf)).toEqual([10_000, 2_048, 64]);
  });
});
