import { Histogram } from './histogram';

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  values.forEach((value) => histogram.add(value));
  return histogram;
}

describe('a histogram of latencies', () => {
  it('is within one per cent of the exact percentile over six orders of magnitude', () => {
    for (const scale of [0.01, 1, 100, 10_000]) {
      const values = Array.from({ length: 1_000 }, (_, index) => (scale * (index + 1)) / 1_000);
      const histogram = filled([...values].reverse());
      for (const share of [0.5, 0.9, 0.99, 0.999]) {
        const exact = values[Math.ceil(share * 1_000) - 1]!;
        const found = histogram.percentile(share);
        // Below a few microseconds a bucket is no longer one per cent of anything that matters.
        if (exact > 0.005) expect(Math.abs(found / exact - 1)).toBeLessThan(0.011);
      }
    }
  });

  it('never tells more than the largest sample, which it knows exactly', () => {
    const histogram = filled([1, 2, 37.123]);
    expect(histogram.maxMs).toBeCloseTo(37.123, 9);
    expect(histogram.percentile(1)).toBeLessThanOrEqual(37.123);
    expect(histogram.count).toBe(3);
  });

  it('counts what lies outside its scale at its ends', () => {
    const histogram = filled([0, 0.0001, 1e9]);
    expect(histogram.count).toBe(3);
    expect(histogram.percentile(0.3)).toBeLessThan(0.0021);
  });

  it('tells of two kinds of samples together', () => {
    const both = filled([1, 2, 3]).with(filled([100]));
    expect([both.count, both.maxMs]).toEqual([4, 100]);
    expect(both.percentile(0.75)).toBeCloseTo(3, 1);
  });

  it('has no latency without samples', () => {
    expect(filled([]).percentile(0.99)).toBe(0);
  });
});
