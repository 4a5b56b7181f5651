// Runs one random plan after another until one fails or the time is over.
import type { Host } from '@chord-dht/chord/testing';
import {
  MODES,
  drawAnyPlan,
  runAnyPlan,
  type AnyMode,
  type AnyPlan,
  type AnyRunOptions,
} from './any-plan';
import type { PlanFailure } from './plan-outcome';
import { shrinkPlan } from './shrink';

export interface FuzzOptions extends AnyRunOptions {
  readonly seed: number;
  readonly modes?: readonly AnyMode[];
  /** Called before every run with the number of runs so far; false ends the series. */
  readonly goOn: (runs: number) => boolean;
  readonly onRun?: (plan: AnyPlan) => void;
}

export interface FuzzFinding {
  readonly plan: AnyPlan;
  readonly failure: PlanFailure;
  /** The smallest plan found that fails in the same way. */
  readonly shrunk: AnyPlan;
  readonly replay: string;
  /** The link of the same run in the playground, relative to the address of any node. */
  readonly link: string;
}

export interface FuzzReport {
  readonly runs: number;
  readonly events: number;
  /** The number of states on which all invariants were checked, and of histories of keys. */
  readonly checks: number;
  readonly finding: FuzzFinding | undefined;
}

export async function fuzz(host: Host, options: FuzzOptions): Promise<FuzzReport> {
  const modes = options.modes ?? MODES;
  let [runs, events, checks] = [0, 0, 0];
  while (options.goOn(runs)) {
    const mode = modes[runs % modes.length] as AnyMode;
    const plan = drawAnyPlan(options.seed + Math.floor(runs / modes.length), mode);
    options.onRun?.(plan);
    const outcome = await runAnyPlan(host, plan, options);
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
  plan: AnyPlan,
  failure: PlanFailure,
  options: AnyRunOptions,
): Promise<FuzzFinding> {
  const attempt = async (candidate: AnyPlan): Promise<PlanFailure | undefined> =>
    (await runAnyPlan(host, candidate, options)).failure;
  const shrunk = await shrinkPlan(plan, failure.kind, attempt);
  return { plan, failure, shrunk, replay: replayCommand(shrunk), link: playgroundLink(shrunk) };
}

/** The link under which the playground of any node plays the run event for event. */
export function playgroundLink(plan: AnyPlan): string {
  return `/playground#seed=${plan.seed}&script=plan:${encodeURIComponent(JSON.stringify(plan))}`;
}

/** The command that runs exactly this plan. */
export function replayCommand(plan: AnyPlan): string {
  return `npx nx run simulator:fuzz -- --replay '${JSON.stringify(plan)}'`;
}
