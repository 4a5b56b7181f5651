// Knows how to make a failing plan smaller while it still fails in the same way (Zeller's ddmin).
import type { FaultPlan } from './fault-plan';
import type { PlanFailure } from './run-plan';

export type Attempt = (plan: FaultPlan) => Promise<PlanFailure | undefined>;

/**
 * Leaves out faults, ever smaller groups of them, then members of the first ring.
 * @param attemptsMax runs that it may take
 * @returns the smallest plan found that fails with the same kind of failure
 */
export async function shrinkPlan(
  plan: FaultPlan,
  kind: PlanFailure['kind'],
  attempt: Attempt,
  attemptsMax = 60,
): Promise<FaultPlan> {
  let attempts = 0;
  const stillFails = async (candidate: FaultPlan): Promise<boolean> => {
    if (attempts >= attemptsMax) return false;
    attempts += 1;
    return (await attempt(candidate))?.kind === kind;
  };
  const fewer = await withFewerFaults(plan, stillFails);
  return withFewerNodes(fewer, stillFails);
}

type StillFails = (candidate: FaultPlan) => Promise<boolean>;

async function withFewerFaults(plan: FaultPlan, stillFails: StillFails): Promise<FaultPlan> {
  let best = plan;
  for (let size = Math.ceil(plan.faults.length / 2); size >= 1;) {
    let shrunk = false;
    for (let from = 0; from < best.faults.length;) {
      const faults = [...best.faults.slice(0, from), ...best.faults.slice(from + size)];
      const candidate = { ...best, faults };
      if (await stillFails(candidate)) {
        best = candidate;
        shrunk = true;
      } else from += size;
    }
    if (!shrunk || size > 1) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return best;
}

async function withFewerNodes(plan: FaultPlan, stillFails: StillFails): Promise<FaultPlan> {
  let best = plan;
  for (let nodes = plan.nodes - 1; nodes > plan.successorsMax + 1; nodes -= 1) {
    const candidate = { ...best, nodes };
    if (!(await stillFails(candidate))) break;
    best = candidate;
  }
  return best;
}
