// The kinds of random runs: of a ring alone, and of a ring that keeps values.
import type { Host } from '@chord-dht/chord/testing';
import { drawPlan, type FaultPlan } from './fault-plan';
import type { PlanOutcome } from './plan-outcome';
import { runPlan, type RunOptions } from './run-plan';
import { runValuePlan, type ValueRunOptions } from './run-value-plan';
import { drawPositionsPlan, drawValuePlan, SLEEPY, type ValuePlan } from './value-plan';

export type AnyPlan = FaultPlan | ValuePlan;
/**
 * With values as well: `positions`, hosts with several positions on the ring; `sleep`, processes that are stopped and
 * go on.
 */
export const MODES = ['safe', 'rough', 'values', 'positions', 'sleep'] as const;
export type AnyMode = (typeof MODES)[number];
export type AnyRunOptions = RunOptions & ValueRunOptions;

export function drawAnyPlan(seed: number, mode: AnyMode): AnyPlan {
  if (mode === 'positions') return drawPositionsPlan(seed);
  if (mode === 'sleep') return drawValuePlan(seed, SLEEPY);
  return mode === 'values' ? drawValuePlan(seed) : drawPlan(seed, mode);
}

export function runAnyPlan(
  host: Host,
  plan: AnyPlan,
  options: AnyRunOptions = {},
): Promise<PlanOutcome> {
  return plan.mode === 'values' ? runValuePlan(host, plan, options) : runPlan(host, plan, options);
}
