import { testHost } from '../testing/node-host';
import { MUTANTS } from '../mutants/mutants';
import { DEFAULT_LOAD } from '../values/load';
import { drawAnyPlan, runAnyPlan } from './any-plan';
import { drawPlan } from './fault-plan';
import { fuzz } from './fuzz';
import { shrinkPlan } from './shrink';

const VALUES_SEED = 1;

describe('random runs', () => {
  it('keep every invariant after every event, and reach the ideal ring once faults stop', async () => {
    const report = await fuzz(testHost, {
      seed: 1,
      modes: ['safe', 'rough'],
      goOn: (runs) => runs < 16,
    });
    expect(report.finding && [report.finding.replay, report.finding.link]).toBeUndefined();
    expect(report.runs).toBe(16);
    expect(report.checks).toBeGreaterThan(500);
  });

  it('lose no acknowledged write, and every key is one linearizable register', async () => {
    const report = await fuzz(testHost, {
      seed: VALUES_SEED,
      modes: ['values'],
      goOn: (runs) => runs < 12,
    });
    expect(report.finding).toBeUndefined();
    expect(report.checks).toBe(12 * DEFAULT_LOAD.keys);
  });

  it.each(['rough', 'values'] as const)(
    'are the same run for the same plan, and another for another seed (%s)',
    async (mode) => {
      const [one, again, other] = [
        await runAnyPlan(testHost, drawAnyPlan(5, mode), { logging: 'hash' }),
        await runAnyPlan(testHost, drawAnyPlan(5, mode), { logging: 'hash' }),
        await runAnyPlan(testHost, drawAnyPlan(6, mode), { logging: 'hash' }),
      ];
      expect(again).toEqual(one);
      expect(other.hash).not.toBe(one.hash);
    },
  );

  it('are shrunk when they fail, and report the command that repeats the smallest', async () => {
    const report = await fuzz(testHost, {
      seed: 1,
      modes: ['safe'],
      goOn: (runs) => runs < 5,
      alter: MUTANTS.duplicatePadding,
    });
    const { finding } = report;
    expect(finding?.failure.kind).toBe('invariant');
    expect(finding?.shrunk.faults.length).toBeLessThan(3);
    expect(finding?.shrunk.nodes).toBeLessThan(finding?.plan.nodes ?? 0);
    const text = /--replay '(.*)'$/.exec(finding?.replay ?? '')?.[1] ?? '';
    expect(JSON.parse(text)).toEqual(finding?.shrunk);
  });
});

describe('shrinking', () => {
  it('leaves exactly the faults that are needed, in their order', async () => {
    const plan = drawPlan(3, 'safe');
    const needed = [plan.faults[2], plan.faults[6]];
    const small = await shrinkPlan(plan, 'progress', async ({ faults }) =>
      needed.every((fault) => faults.includes(fault as never))
        ? { kind: 'progress', detail: '', atMs: 0 }
        : undefined,
    );
    expect(small.faults).toEqual(needed);
    expect(small.nodes).toBe(plan.successorsMax + 2);
  });

  it('does not accept another kind of failure as the same', async () => {
    const plan = drawPlan(3, 'safe');
    const other = await shrinkPlan(plan, 'invariant', async () => ({
      kind: 'progress',
      detail: '',
      atMs: 0,
    }));
    expect(other).toEqual(plan);
  });
});
