import { HOPS_MAX, SAMPLES_MAX, Samples } from './samples';

describe('the samples of a node', () => {
  it('count what was asked, with the median and the slowest hundredth', () => {
    const samples = new Samples(0);
    for (let index = 0; index < 99; index += 1) samples.answered(index % 3 > 0, 200, 2);
    samples.answered(true, 503, 800);
    samples.cut(5_000, 77);
    const [sample] = samples.all();
    expect(sample).toMatchObject({ atMs: 77, seconds: 5, reads: 67, writes: 33, failures: 1 });
    expect(sample?.p50Ms).toBeGreaterThanOrEqual(2);
    expect(sample?.p50Ms).toBeLessThanOrEqual(2.5);
    expect(sample?.p99Ms).toBeLessThanOrEqual(2.5);
    samples.answered(true, 200, 800);
    samples.cut(6_000, 78);
    expect(samples.all()[1]?.p99Ms).toBeGreaterThanOrEqual(800);
    expect(samples.all()[1]?.p99Ms).toBeLessThanOrEqual(1_000);
  });

  it('of which nothing is asked have no durations', () => {
    const samples = new Samples(0);
    samples.cut(5_000, 1);
    expect(samples.all()).toEqual([
      { atMs: 1, seconds: 5, reads: 0, writes: 0, failures: 0, p50Ms: null, p99Ms: null },
    ]);
  });

  it('take no more room than a quarter of an hour', () => {
    const samples = new Samples(0);
    for (let index = 1; index <= SAMPLES_MAX + 20; index += 1) {
      samples.lookedUp(index % 4);
      samples.cut(index * 5_000, index);
    }
    expect(samples.all()).toHaveLength(SAMPLES_MAX);
    expect(samples.all()[0]?.atMs).toBe(21);
    expect(samples.hops()).toEqual([45, 45, 45, 45]);
    samples.lookedUp(1_000);
    expect(samples.hops()).toHaveLength(HOPS_MAX + 1);
  });
});
