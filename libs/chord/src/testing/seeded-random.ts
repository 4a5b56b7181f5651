// Random numbers from a seed: the generator sfc32 of Chris Doty-Humphrey (PractRand).
import type { Random } from '../ports/random';

const TWO_TO_32 = 2 ** 32;
const WARM_UP_ROUNDS = 15;

export class SeededRandom implements Random {
  private a: number;
  private b: number;
  private c = 0;
  private counter = 1;

  /** @param seed any number; its 64 bits of whole part decide everything that follows. */
  constructor(seed: number) {
    this.a = Math.floor(seed / TWO_TO_32) | 0;
    this.b = seed | 0;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) this.next();
  }

  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return (sum >>> 0) / TWO_TO_32;
  }

  /** A whole number, 0 ≤ result < `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** @throws RangeError for an empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[this.below(items.length)] as T;
  }

  /** A shuffled copy (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }
}
