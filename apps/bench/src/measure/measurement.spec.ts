import { median, summarise, type Measurement } from './measurement';

const memory = (rssMiB: number) => ({ rssMiB, anonMiB: rssMiB / 2, fileMiB: rssMiB / 2 });

const measured = (more: Partial<Measurement> = {}): Measurement => ({
  round: 1,
  contender: 'ring4',
  load: 'get-100B-32',
  opsPerSecond: 1_000,
  cpuMicrosPerOp: 500,
  p50Ms: 1,
  p99Ms: 10,
  maxMs: 20,
  operations: 4_000,
  errors: {},
  memory: [memory(100), memory(120)],
  loadCores: 0.1,
  foreignCores: 0,
  spoiled: false,
  ...more,
});

describe('medians over rounds', () => {
  it('take the one in the middle, and leave out what is no number', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([NaN, 7, NaN])).toBe(7);
    expect(median([])).toBeNaN();
  });

  it('keep contenders and loads apart', () => {
    const found = summarise([
      measured(),
      measured({ contender: 'bare', opsPerSecond: 9_000 }),
      measured({ load: 'put-100B-32' }),
      measured({ round: 2, opsPerSecond: 2_000 }),
      measured({ round: 3, opsPerSecond: 1_200 }),
    ]);
    expect(
      found.map(({ contender, load, opsPerSecond }) => [contender, load, opsPerSecond]),
    ).toEqual([
      ['ring4', 'get-100B-32', 1_200],
      ['bare', 'get-100B-32', 9_000],
      ['ring4', 'put-100B-32', 1_000],
    ]);
    expect(found[0]).toMatchObject({ opsMin: 1_000, opsMax: 2_000, rounds: 3, spoiledRounds: 0 });
  });

  it('count a spoiled round only when there is no other', () => {
    const good = measured({ opsPerSecond: 1_000 });
    const bad = measured({ round: 2, opsPerSecond: 100, spoiled: true });
    expect(summarise([good, bad, bad])[0]).toMatchObject({ opsPerSecond: 1_000, spoiledRounds: 2 });
    expect(summarise([bad])[0]).toMatchObject({ opsPerSecond: 100, spoiledRounds: 1 });
  });

  it('never forget an error, not even of a spoiled round', () => {
    const found = summarise([
      measured({ errors: { 'status 503': 2 } }),
      measured({ round: 2, spoiled: true, errors: { 'status 503': 1, 'no answer': 1 } }),
    ]);
    expect(found[0]?.errors).toEqual({ 'status 503': 3, 'no answer': 1 });
  });

  it('tell the memory of the largest process', () => {
    expect(summarise([measured()])[0]?.memory.rssMiB).toBe(120);
  });
});
