import type { PlanFailure } from '../fuzz/plan-outcome';
import { runValuePlan } from '../fuzz/run-value-plan';
import type { ValueFault, ValuePlan } from '../fuzz/value-plan';
import { testHost } from '../testing/node-host';
import { DEFAULT_LOAD, type LoadOptions } from '../values/load';
import { STORE_MUTANTS } from './store-mutants';

/** Enough seeds for every mutant, even after changes of the store's timing. */
const SEEDS_MAX = 25;
/** Some of these stores never repair their copies, which is not awaited. */
const QUIET_MS = 5_000;
/** Failures that a client or an operator would notice; a ring that only takes long proves nothing. */
const WRONG: readonly PlanFailure['kind'][] = ['lost-write', 'linearizability'];

/** Faults on a ring of `nodes` that expose a store with that defect. */
interface Trial {
  /** The first that is tried: one that has shown the defect, so that few have to be tried while timing stays as it is. */
  readonly seed: number;
  readonly nodes: number;
  readonly load?: Partial<LoadOptions>;
  readonly faults: readonly ValueFault[];
}

const cutOffTwoOfFive: Omit<Trial, 'seed'> = {
  nodes: 5,
  load: { clients: 6, keys: 4, pauseMs: 90 },
  faults: [{ atMs: 1_000, forMs: 9_000, kind: 'cut', pick: 0.3, share: 0.4, bothWays: true }],
};

const TRIALS: Readonly<Record<keyof typeof STORE_MUTANTS, Trial>> = {
  acknowledgesBeforeMajority: { seed: 6, ...cutOffTwoOfFive },
  readsWithoutQuorum: { seed: 3, ...cutOffTwoOfFive },
  dropsBeforeOthersHaveIt: {
    seed: 2,
    nodes: 4,
    load: { clients: 8, keys: 20, pauseMs: 40 },
    // In such quick succession that views change before they have begun everywhere.
    faults: [
      ...[500, 520, 540, 560, 580, 600, 620].map(
        (atMs) => ({ atMs, kind: 'join', pick: 0 }) as const,
      ),
      { atMs: 1_500, forMs: 300, kind: 'leave', pick: 0.2 },
      { atMs: 1_510, forMs: 300, kind: 'leave', pick: 0.7 },
    ],
  },
  // Different home replicas miss a few writes in turn, and none for so long that its view ends.
  leavesNoTombstones: {
    seed: 5,
    nodes: 3,
    load: { clients: 8, keys: 8, pauseMs: 40 },
    faults: Array.from({ length: 10 }, (_, index) => ({
      atMs: 1_000 + 900 * index,
      forMs: 400,
      kind: 'cut',
      pick: (0.3 + 0.34 * index) % 1,
      share: 0.34,
      bothWays: true,
    })),
  },
  // Of three home replicas one misses writes, the second loses its disk, and the third is down.
  votesWithoutItsData: {
    seed: 1,
    nodes: 4,
    load: { clients: 8, keys: 40, pauseMs: 30 },
    faults: [
      { atMs: 1_000, forMs: 600, kind: 'cut', pick: 0.3, share: 0.25, bothWays: true },
      { atMs: 1_620, forMs: 100, kind: 'crash', disk: 'wiped', pick: 0.6 },
      { atMs: 1_640, forMs: 5_000, kind: 'crash', disk: 'kept', pick: 0 },
    ],
  },
};

function planOf({ nodes, load, faults }: Trial, seed: number): ValuePlan {
  return {
    seed,
    mode: 'values',
    nodes,
    successorsMax: 4,
    death: 'refusing',
    load: { ...DEFAULT_LOAD, ...load },
    faults,
  };
}

describe('wrong stores', () => {
  it.each(Object.keys(TRIALS) as (keyof typeof TRIALS)[])(
    '%s is caught in a run that the store itself survives',
    async (name) => {
      const alterStore = STORE_MUTANTS[name];
      const trial = TRIALS[name];
      for (let seed = trial.seed; seed < trial.seed + SEEDS_MAX; seed += 1) {
        const plan = planOf(trial, seed);
        const { failure } = await runValuePlan(testHost, plan, { alterStore, quietMs: QUIET_MS });
        if (!failure || !WRONG.includes(failure.kind)) continue;
        expect((await runValuePlan(testHost, plan)).failure).toBeUndefined();
        return;
      }
      throw new Error(`${name} was not caught in ${SEEDS_MAX} runs.`);
    },
  );
});
