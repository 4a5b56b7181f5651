import { createHash } from 'node:crypto';
import { SeededRandom } from './seeded-random';
import { Sha1Hasher } from './sha1-hasher';

const take = (random: SeededRandom, count: number): number[] =>
  Array.from({ length: count }, () => random.next());

describe('SeededRandom', () => {
  it('says the same for the same seed and something else for another', () => {
    expect(take(new SeededRandom(1), 50)).toEqual(take(new SeededRandom(1), 50));
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1];
    const firsts = seeds.map((seed) => new SeededRandom(seed).next());
    expect(new Set(firsts).size).toBe(seeds.length);
  });

  it('is uniform: chi-square over 100 bins stays below the 99.9th percentile', () => {
    const random = new SeededRandom(42);
    const bins = new Array<number>(100).fill(0);
    for (const value of take(random, 100_000)) {
      const bin = Math.floor(value * 100);
      bins[bin] = (bins[bin] ?? Number.NaN) + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(148.2);
  });

  it('shuffles without losing anything and picks only what is there', () => {
    const random = new SeededRandom(3);
    const items = Array.from({ length: 30 }, (_unused, index) => index);
    const shuffled = random.shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
    expect(new Set(take(random, 200).map(() => random.pick(['x', 'y'])))).toEqual(
      new Set(['x', 'y']),
    );
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

describe('Sha1Hasher', () => {
  it.each(['', 'a', '127.0.0.1:5000', 'Grüße 键 🔑', 'x'.repeat(1000)])(
    'hashes %j as SHA-1',
    (text) => {
      const expected = createHash('sha1').update(text, 'utf8').digest();
      expect(Buffer.from(new Sha1Hasher().digest(text))).toEqual(expected);
    },
  );
});
