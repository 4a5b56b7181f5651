// The bounded part of the fault matrix that goes with every test run; tools/faults.mjs plays all of it.
import { measured } from '../harness/measured';
import { runScenario } from './run-scenario';
import { QUICK } from './scenarios';

const SHOWN = ['key out ms', 'one ring ms', 'three copies ms', 'memory ratio', 'normal again ms'];

describe('a ring of five under load', () => {
  it.each(QUICK.map((scenario) => [scenario.about, scenario] as const))(
    'keeps its promise: %s',
    async (_about, scenario) => {
      const verdict = await runScenario(scenario, 1);
      measured(`${scenario.name}: operations`, verdict.operations, 'in all');
      for (const [figure, value] of verdict.measured)
        if (SHOWN.includes(figure)) {
          const [, name = '', unit = ''] = /^(.+) (ms|ratio)$/.exec(figure) ?? [];
          measured(`${scenario.name}: ${name}`, value, unit);
        }
      // What takes long on a busy machine is reported; what is wrong is wrong at any speed.
      expect(verdict.wrong).toEqual([]);
      expect(verdict.ok).toBeGreaterThan(0);
    },
  );
});
