// Knows the form of a scenario: a story about a ring as data, with what is expected of it.
import type { LatencySpec } from '../network/latency';

/** Nodes are named by number; with few bits the number is the id. */
export type Step =
  | { readonly do: 'join'; readonly node: number; readonly via: number }
  | { readonly do: 'crash' | 'leave'; readonly node: number }
  | { readonly do: 'restart'; readonly node: number }
  | { readonly do: 'cut'; readonly from: readonly number[]; readonly to: readonly number[] }
  | { readonly do: 'heal' }
  | { readonly do: 'slow'; readonly node: number; readonly extraMs: number }
  | {
      readonly do: 'noise';
      readonly loss?: number;
      readonly duplicate?: number;
      readonly reorder?: number;
    }
  | { readonly do: 'wait'; readonly ms: number }
  /** Waits until every pointer of every member is right. */
  | { readonly do: 'settle'; readonly withinMs: number }
  | {
      readonly do: 'lookup';
      readonly from: number;
      readonly id: number;
      readonly owner: number;
      /** The nodes visited, querier and owner included. */
      readonly path?: readonly number[];
    }
  | { readonly do: 'expect'; readonly node: number; readonly successors: readonly number[] };

export interface Scenario {
  readonly name: string;
  /** What the reader of the transcript should look out for. */
  readonly story: string;
  readonly seed: number;
  readonly bits: number;
  readonly successorsMax: number;
  readonly latency: LatencySpec;
  readonly death: 'refusing' | 'silent';
  /** The members of the ideal ring at the start. */
  readonly ring: readonly number[];
  readonly steps: readonly Step[];
}

const KINDS: ReadonlySet<string> = new Set<Step['do']>([
  'join',
  'crash',
  'leave',
  'restart',
  'cut',
  'heal',
  'slow',
  'noise',
  'wait',
  'settle',
  'lookup',
  'expect',
]);

/** @throws Error that says what is missing in a scenario that came from a file */
export function readScenario(value: unknown): Scenario {
  const scenario = value as Scenario;
  const faults: string[] = [];
  for (const field of [
    'name',
    'story',
    'seed',
    'bits',
    'successorsMax',
    'latency',
    'death',
  ] as const)
    if (scenario?.[field] === undefined) faults.push(`${field} is missing`);
  if (!Array.isArray(scenario?.ring)) faults.push('ring is no list of nodes');
  if (!Array.isArray(scenario?.steps)) faults.push('steps is no list');
  else
    scenario.steps.forEach((step, index) => {
      if (!KINDS.has(step?.do))
        faults.push(`step ${index + 1} does what nobody knows: ${step?.do}`);
    });
  if (faults.length > 0) throw new Error(`This is no scenario: ${faults.join('; ')}.`);
  return scenario;
}
