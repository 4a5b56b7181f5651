// Many more random runs of each kind than in fuzz.spec.ts, with other seeds.
import { testHost } from '../testing/node-host';
import { MODES } from './any-plan';
import { fuzz } from './fuzz';

const RUNS = 40;
const SEEDS_FROM = [1_001, 1_041, 1_081, 1_121];

describe('many random runs', () => {
  it.each(MODES.flatMap((mode) => SEEDS_FROM.map((seed) => [mode, seed] as const)))(
    'find nothing (%s, from seed %i)',
    async (mode, seed) => {
      const report = await fuzz(testHost, { seed, modes: [mode], goOn: (runs) => runs < RUNS });
      expect(report.finding?.replay).toBeUndefined();
      expect(report.runs).toBe(RUNS);
    },
  );
});
