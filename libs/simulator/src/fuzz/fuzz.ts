// Knows how to run one random plan after another until one fails or the time is over.
import type { Host } from '../ports/host';
import { drawPlan, type FaultPlan, type FuzzMode } from './fault-plan';
import { runPlan, type PlanFailure, type RunOptions } from './run-plan';
import { shrinkPlan } from './shrink';

export interface FuzzOptions extends RunOptions {
  readonly seed: number;
  readonly modes?: readonly FuzzMode[];
  /** Asked before every run, with the number of runs so far. */
  readonly goOn: (runs: number) => boolean;
  readonly onRun?: (plan: FaultPlan) => void;
}

export interface FuzzFinding {
  readonly plan: FaultPlan;
  readonly failure: PlanFailure;
  /** The smallest plan found that fails in the same way. */
  readonly shrunk: FaultPlan;
  readonly replay: string;
}

export interface FuzzReport {
  readonly runs: number;
  readonly events: number;
  /** Pictures of a ring on which all invariants were checked. */
  readonly checks: number;
  readonly finding: FuzzFinding | undefined;
}

export async function fuzz(host: Host, options: FuzzOptions): Promise<FuzzReport> {
  const modes = options.modes ?? ['safe', 'rough'];
  let [runs, events, checks] = [0, 0, 0];
  while (options.goOn(runs)) {
    const mode = modes[runs % modes.length] as FuzzMode;
    const plan = drawPlan(options.seed + Math.floor(runs / modes.length), mode);
    options.onRun?.(plan);
    const outcome = await runPlan(host, plan, options);
    runs += 1;
    events += outcome.events;
    checks += outcome.checks;
    if (outcome.failure) {
      const finding = await explain(host, plan, outcome.failure, options);
      return { runs, events, checks, finding };
    }
  }
  return { runs, events, checks, finding: undefined };
}

async function explain(
  host: Host,
  plan: FaultPlan,
  failure: PlanFailure,
  options: RunOptions,
): Promise<FuzzFinding> {
  const attempt = async (candidate: FaultPlan): Promise<PlanFailure | undefined> =>
    (await runPlan(host, candidate, options)).failure;
  const shrunk = await shrinkPlan(plan, failure.kind, attempt);
  return { plan, failure, shrunk, replay: replayCommand(shrunk) };
}

/** The command that runs exactly this plan. */
export function replayCommand(plan: FaultPlan): string {
  return `npx nx run simulator:fuzz -- --replay '${JSON.stringify(plan)}'`;
}
