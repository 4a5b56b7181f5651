// Shrinks a failing plan while it still fails in the same way (Zeller's ddmin).
import type { PlanFailure } from './plan-outcome';

/** The parts of a plan that shrinking needs. */
interface Shrinkable {
  readonly mode: string;
  readonly nodes: number;
  readonly successorsMax: number;
  readonly faults: readonly object[];
}

export type Attempt<Plan> = (plan: Plan) => Promise<PlanFailure | undefined>;

/** A ring with values may be small; the proof of the ring alone needs r + 1 principals. */
const VALUE_NODES_MIN = 3;

/**
 * Removes faults, in ever smaller groups, then members of the first ring.
 * @param attemptsMax the most runs
 * @returns the smallest plan found that fails with the same kind of failure
 */
export async function shrinkPlan<Plan extends Shrinkable>(
  plan: Plan,
  kind: PlanFailure['kind'],
  attempt: Attempt<Plan>,
  attemptsMax = 60,
): Promise<Plan> {
  let attempts = 0;
  const stillFails = async (candidate: Plan): Promise<boolean> => {
    if (attempts >= attemptsMax) return false;
    attempts += 1;
    return (await attempt(candidate))?.kind === kind;
  };
  const fewer = await withFewerFaults(plan, stillFails);
  return withFewerNodes(fewer, stillFails);
}

type StillFails<Plan> = (candidate: Plan) => Promise<boolean>;

async function withFewerFaults<Plan extends Shrinkable>(
  plan: Plan,
  stillFails: StillFails<Plan>,
): Promise<Plan> {
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

async function withFewerNodes<Plan extends Shrinkable>(
  plan: Plan,
  stillFails: StillFails<Plan>,
): Promise<Plan> {
  let best = plan;
  const above = plan.mode === 'values' ? VALUE_NODES_MIN - 1 : plan.successorsMax + 1;
  for (let nodes = plan.nodes - 1; nodes > above; nodes -= 1) {
    const candidate = { ...best, nodes };
    if (!(await stillFails(candidate))) break;
    best = candidate;
  }
  return best;
}
