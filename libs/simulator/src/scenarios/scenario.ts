// The form of a scenario: a story about a ring as data, with its expectations.
import type { LatencySpec } from '@chord-dht/chord/testing';
import type { Reading } from '@chord-dht/store/testing';
import type { DiskFate } from '../disk/virtual-disk';

/** Nodes are named by number; with few bits the number is the id. */
export type Step =
  | { readonly do: 'join'; readonly node: number; readonly via: number }
  /** `disk` in a ring that keeps values: `kept` by default. */
  | { readonly do: 'crash'; readonly node: number; readonly disk?: DiskFate }
  | { readonly do: 'leave'; readonly node: number }
  /** `via`: the node that an operator names; without it the node uses its remembered peers. */
  | { readonly do: 'restart'; readonly node: number; readonly via?: number }
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
  | { readonly do: 'expect'; readonly node: number; readonly successors: readonly number[] }
  | ValueStep;

/** The result of an operation; of a get it is the value, or `null` for absent. */
export type Told = 'done' | 'refused' | 'failed' | 'unknown';

/** Steps of a ring that keeps values. */
export type ValueStep =
  | {
      readonly do: 'put';
      readonly from: number;
      readonly key: string;
      readonly value: string;
      /** Only if the key is absent, or has the value that an earlier step wrote or read. */
      readonly onlyIf?: { readonly absent: true } | { readonly value: string };
      readonly expect: Told;
    }
  | {
      readonly do: 'remove';
      readonly from: number;
      readonly key: string;
      readonly onlyIf?: { readonly value: string };
      readonly expect: Told;
    }
  | {
      readonly do: 'get';
      readonly from: number;
      readonly key: string;
      readonly reading?: Reading;
      /** `undefined`: no answer is expected. */
      readonly expect?: string | null;
    }
  /** The nodes that have the present value of a key on disk. */
  | { readonly do: 'copies'; readonly key: string; readonly on: readonly number[] }
  | { readonly do: 'disk'; readonly node: number; readonly full: boolean };

export interface Scenario {
  readonly name: string;
  /** What the reader of the transcript should notice. */
  readonly story: string;
  readonly seed: number;
  readonly bits: number;
  readonly successorsMax: number;
  readonly latency: LatencySpec;
  readonly death: 'refusing' | 'silent';
  /** True when the nodes keep values, three copies of each. */
  readonly values?: boolean;
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
  'put',
  'get',
  'remove',
  'copies',
  'disk',
]);
const OF_VALUES: ReadonlySet<string> = new Set(['put', 'get', 'remove', 'copies', 'disk']);

export function isValueStep(step: Step): step is ValueStep {
  return OF_VALUES.has(step.do);
}

/** @throws Error with the faults of a scenario from a file */
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
      if (!KINDS.has(step?.do)) faults.push(`step ${index + 1} has an unknown action: ${step?.do}`);
      else if (OF_VALUES.has(step.do) && scenario.values !== true)
        faults.push(`step ${index + 1} needs a ring that keeps values ("values": true)`);
    });
  if (faults.length > 0) throw new Error(`This is no scenario: ${faults.join('; ')}.`);
  return scenario;
}
