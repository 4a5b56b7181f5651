import { keyChoices, seededRandom } from './key-choice';

function shareOfFirst(choices: Uint32Array, first: number): number {
  return choices.filter((key) => key < first).length / choices.length;
}

describe('the choice of keys', () => {
  it('is the same for the same seed, and another for another', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => keyChoices('zipf', 1_000, seed));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it.each(['uniform', 'zipf'] as const)(
    '%s: never leaves the keys that there are',
    (distribution) => {
      for (const keys of [1, 2, 64, 10_000]) {
        const choices = keyChoices(distribution, keys, 3);
        expect(choices.every((key) => key < keys)).toBe(true);
      }
    },
  );

  it('uniform: takes all keys alike', () => {
    expect(shareOfFirst(keyChoices('uniform', 10_000, 5), 1_000)).toBeCloseTo(0.1, 1);
    expect(new Set(keyChoices('uniform', 1_000, 5)).size).toBeGreaterThan(990);
  });

  it('zipf: takes the first key as often as the harmonic sum says', () => {
    const keys = 1_000;
    const weights = Array.from({ length: keys }, (_, rank) => (rank + 1) ** -0.99);
    const sum = weights.reduce((a, b) => a + b);
    const choices = keyChoices('zipf', keys, 7);
    expect(Math.abs(shareOfFirst(choices, 1) - 1 / sum)).toBeLessThan(0.01);
    const tenth = weights.slice(0, 100).reduce((a, b) => a + b) / sum;
    expect(Math.abs(shareOfFirst(choices, 100) - tenth)).toBeLessThan(0.02);
  });

  it('has random numbers from 0 to below 1 whose mean is a half', () => {
    const random = seededRandom(11);
    const values = Array.from({ length: 10_000 }, random);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(0.5, 1);
  });
});
