import { testHost } from '../testing/node-host';
import { drawAnyPlan, runAnyPlan } from '../fuzz/any-plan';
import { playgroundLink } from '../fuzz/fuzz';
import { PlanWorld, planText, readPlan } from './plan-world';

describe('a run of the test suite in the playground', () => {
  it.each([
    [11, 'safe'],
    [12, 'rough'],
    [13, 'values'],
  ] as const)('is the same run, in slices of any length (seed %i, %s)', async (seed, mode) => {
    const plan = drawAnyPlan(seed, mode);
    const expected = await runAnyPlan(testHost, plan, { logging: 'hash' });
    const read = readPlan(`#${planText(plan)}`);
    if (!read) throw new Error('no plan');
    const world = new PlanWorld(testHost, read.plan);
    for (let ms = 500; !world.result && ms < 1_000_000; ms += 777)
      await world.advance((nextMs) => nextMs > ms);
    await testHost.takeTurns(() => false);
    expect(world.result).toEqual(expected);
    expect(world.picture().hash).toBe(expected.hash);
    expect(world.picture().numbers.length).toBeGreaterThanOrEqual(plan.nodes);
  });

  it('stands still at the moment that its link names', async () => {
    const world = new PlanWorld(testHost, drawAnyPlan(12, 'rough'));
    await world.advance(() => world.events >= 3_000);
    const read = readPlan(world.link);
    const again = new PlanWorld(testHost, drawAnyPlan(12, 'rough'));
    await again.advance(() => again.events >= (read?.at ?? 0));
    expect(again.picture().hash).toBe(world.picture().hash);
  });

  it('comes from the link that a failing seed prints', () => {
    const plan = drawAnyPlan(5, 'rough');
    const link = playgroundLink(plan);
    expect(link).toMatch(/^\/playground#seed=5&script=plan:/);
    expect(readPlan(link.slice(link.indexOf('#')))?.plan).toEqual(plan);
    expect(readPlan('seed=1&nodes=8')).toBeUndefined();
    expect(() => readPlan('seed=1&script=plan:x')).toThrow('no plan of the test suite');
  });
});
