import type { Summary } from '../measure/measurement';
import { Figures, TARGETS, verdictOf, type Target } from './targets';

const summary = (contender: string, load: string, more: Partial<Summary> = {}): Summary => ({
  contender,
  load,
  opsPerSecond: 1_000,
  opsMin: 1_000,
  opsMax: 1_000,
  cpuMicrosPerOp: 100,
  p50Ms: 1,
  p99Ms: 2,
  errors: {},
  memory: { rssMiB: 100, anonMiB: 50, fileMiB: 50 },
  loadCores: 0.1,
  rounds: 3,
  spoiledRounds: 0,
  ...more,
});

const find = (what: string) => TARGETS.find((each) => each.what === what) as Target;

describe('what is asked for', () => {
  const figures = new Figures(
    [
      summary('bare', 'get-100B-32', { opsPerSecond: 10_000, cpuMicrosPerOp: 50 }),
      summary('ring4', 'get-100B-32', { opsPerSecond: 5_000, cpuMicrosPerOp: 200, p99Ms: 8 }),
      summary('ring4', 'get-10KiB-32', { opsPerSecond: 4_000 }),
    ],
    [0.04, 0.02, 0.03].map((cores, index) => ({
      round: index + 1,
      contender: 'ring4',
      cores,
      foreignCores: 0,
      memory: [],
    })),
  );

  it.each([
    ['GET, 32 clients, ÷ bare', 0.5, 'must'],
    ['CPU of a GET, 32 clients, ÷ bare', 4, 'must'],
    ['p99 of a GET, 32 clients, ÷ bare', 4, 'must'],
    ['GET of 10 KiB ÷ GET of 100 B, 32 clients', 0.8, 'must'],
    ['four idle nodes with 10,000 keys, % of a core', 3, 'must'],
    ['RSS of the largest node after loads of 100 B, MiB', 100, 'aim'],
  ])('%s is %d: %s', (what, value, verdict) => {
    const target = find(what);
    expect(target.value(figures)).toBeCloseTo(value, 9);
    expect(verdictOf(target, target.value(figures))).toBe(verdict);
  });

  it('is not said of what was not measured', () => {
    const target = find('GET, 32 clients, ÷ etcd');
    expect(verdictOf(target, target.value(figures))).toBe('not measured');
  });

  it('is harder to aim at than it must be', () => {
    for (const { better, must, aim = NaN } of TARGETS)
      if (!Number.isNaN(aim)) expect(better === 'more' ? aim > must : aim < must).toBe(true);
  });

  it('was reached nowhere by the first version', () => {
    for (const target of TARGETS) expect(verdictOf(target, target.version1)).toBe('short');
  });
});
