// The bounded part of the fault matrix that goes with every test run; tools/faults.mjs plays all of it.
import { measured } from '../harness/measured';
import { runScenario } from './run-scenario';
import { SCENARIOS } from './scenarios';

const QUICK = SCENARIOS.filter(({ isQuick }) => isQuick);

describe('a ring of five under load', () => {
  it.each(QUICK.map((scenario) => [scenario.about, scenario] as const))(
    'keeps its promise: %s',
    async (_about, scenario) => {
      const verdict = await runScenario({ ...scenario, rounds: 1 }, 1);
      measured(`${scenario.name}: operations`, verdict.operations, 'in all');
      measured(`${scenario.name}: longest a key was out`, verdict.unavailable.ms, 'ms');
      // What takes long on a busy machine is reported; what is wrong is wrong at any speed.
      expect(verdict.wrong).toEqual([]);
      expect(verdict.ok).toBeGreaterThan(0);
    },
    180_000,
  );
});
