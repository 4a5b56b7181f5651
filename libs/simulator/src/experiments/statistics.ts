// Reduces many measurements to a few figures.

export interface Summary {
  readonly mean: number;
  /** The 1st percentile: the smallest value that at least 1 % do not exceed. */
  readonly p1: number;
  readonly p99: number;
  readonly max: number;
}

/** @throws RangeError without measurements */
export function summaryOf(values: ArrayLike<number>): Summary {
  if (values.length === 0) throw new RangeError('There are no measurements.');
  const sorted = Float64Array.from(values).sort();
  const rank = (share: number): number =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { mean: meanOf(sorted), p1: rank(0.01), p99: rank(0.99), max: rank(1) };
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] as number;
  return sum / values.length;
}

/** The share of measurements of each value, ascending. */
export function distributionOf(values: readonly number[]): { value: number; share: number }[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([value, count]) => ({ value, share: count / values.length }));
}
