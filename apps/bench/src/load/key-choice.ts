// Chooses the key of an operation, uniformly or by Zipf's law, from a seed.

export type Distribution = 'uniform' | 'zipf';

/** How fast popularity falls with rank; the value that YCSB made usual. */
const ZIPF_EXPONENT = 0.99;
const CHOICES = 65_536;

/** A generator of numbers from 0 to below 1 (Marsaglia, Xorshift RNGs, 2003). */
export function seededRandom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Indices below `keys`, worked out beforehand, so that choosing costs nothing while a load runs. */
export function keyChoices(distribution: Distribution, keys: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const choose =
    distribution === 'uniform'
      ? () => Math.floor(random() * keys)
      : zipf(keys, ZIPF_EXPONENT, random);
  return Uint32Array.from({ length: CHOICES }, choose);
}

/** Ranks from 0 on, the first the most popular: P(rank) ~ 1 / (rank + 1)^exponent. */
function zipf(keys: number, exponent: number, random: () => number): () => number {
  const cumulated = new Float64Array(keys);
  let sum = 0;
  for (let rank = 0; rank < keys; rank += 1) {
    sum += (rank + 1) ** -exponent;
    cumulated[rank] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = keys - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulated[middle]! <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
