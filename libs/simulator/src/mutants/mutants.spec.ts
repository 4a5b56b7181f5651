import { runExperiment } from '../experiments/run-experiment';
import { settingsOf } from '../experiments/settings';
import { drawPlan, type FaultPlan } from '../fuzz/fault-plan';
import { runPlan } from '../fuzz/run-plan';
import { testHost } from '../testing/node-host';
import { MUTANTS, type Mutant } from './mutants';

/** Enough random plans for every mutant, even after changes of the protocol's timing. */
const PLANS_MAX = 80;

/** Returns the first plan in which a wrong protocol fails. */
async function caughtIn(alter: Mutant): Promise<FaultPlan | undefined> {
  for (let seed = 1; seed <= PLANS_MAX; seed += 1) {
    const plan = drawPlan(seed, 'safe');
    const { failure } = await runPlan(testHost, plan, { alter });
    if (failure?.kind === 'invariant' || failure?.kind === 'progress') return plan;
  }
  return undefined;
}

describe('wrong protocols', () => {
  it.each(['joinFillsOnlyTheHead', 'noPadding', 'duplicatePadding', 'adoptsUnheard'] as const)(
    '%s is caught in a run that the protocol itself survives',
    async (name) => {
      const plan = await caughtIn(MUTANTS[name]);
      expect(plan).toBeDefined();
      expect((await runPlan(testHost, plan as FaultPlan)).failure).toBeUndefined();
    },
  );

  it('noHint is caught by the failed lookups under churn', async () => {
    const settings = settingsOf('churn', { nodes: 60, rate: 0.2, lookups: 400, seed: 3 });
    const right = await runExperiment(testHost, settings);
    const wrong = await runExperiment(testHost, settings, MUTANTS.noHint);
    expect(right.failuresPer10k).toBeLessThan(50);
    expect(wrong.failuresPer10k).toBeGreaterThan(5 * (right.failuresPer10k ?? 0) + 50);
  });
});
