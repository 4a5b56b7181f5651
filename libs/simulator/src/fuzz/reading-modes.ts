// The table of faults and kinds of reads for which the histories of keys are linearizable.
import type { Host } from '@chord-dht/chord/testing';
import { checkRegisters, type History, type Reading } from '@chord-dht/store/testing';
import { runValuePlan } from './run-value-plan';
import { drawValuePlan, VALUE_FAULT_KINDS, type ValueFaultKind } from './value-plan';

export interface FaultClass {
  readonly name: string;
  readonly kinds: readonly ValueFaultKind[];
}

export interface Verdicts {
  readonly histories: number;
  readonly wrong: number;
  /** Histories with too many concurrent operations for the search. */
  readonly undecided: number;
}

export interface ReadingModesRow {
  readonly name: string;
  readonly runs: number;
  readonly operations: number;
  /** Operations of unknown outcome. */
  readonly unknown: number;
  readonly verdicts: Readonly<Record<Reading, Verdicts>>;
}

export const FAULT_CLASSES: readonly FaultClass[] = [
  { name: 'none', kinds: [] },
  { name: 'crashes; disks kept, unflushed writes lost, or one disk wiped', kinds: ['crash'] },
  { name: 'nodes leave, return and join', kinds: ['leave', 'join'] },
  { name: 'partitions, also one way only', kinds: ['cut'] },
  { name: 'messages lost, doubled and out of order', kinds: ['noise'] },
  { name: 'slow nodes', kinds: ['slow'] },
  { name: 'clocks up to an hour off', kinds: ['skew'] },
  { name: 'slow disks', kinds: ['disk-slow'] },
  { name: 'full disks', kinds: ['disk-full'] },
  { name: 'commits that fail, and end the process', kinds: ['disk-fails'] },
  { name: 'all of these together', kinds: VALUE_FAULT_KINDS },
];

/** Many clients on few keys; half of the reads are fast ones. */
const LOAD = { clients: 6, keys: 4, pauseMs: 90, one: 0.5 };

export async function judgeReadingModes(
  host: Host,
  { name, kinds }: FaultClass,
  seeds: readonly number[],
): Promise<ReadingModesRow> {
  const histories: History[] = [];
  for (const seed of seeds) {
    const plan = drawValuePlan(seed, kinds, LOAD);
    await runValuePlan(host, plan, { onHistory: (history) => histories.push(history) });
  }
  const sum = (count: (history: History) => number): number =>
    histories.reduce((total, history) => total + count(history), 0);
  return {
    name,
    runs: seeds.length,
    operations: sum(({ entries }) => entries.length),
    unknown: sum((history) => history.count('unknown')),
    verdicts: { majority: verdictsOn(histories, 'majority'), one: verdictsOn(histories, 'one') },
  };
}

function verdictsOn(histories: readonly History[], reading: Reading): Verdicts {
  const all = histories.flatMap((history) => checkRegisters(history, reading));
  const count = (verdict: string): number => all.filter((one) => one.verdict === verdict).length;
  return {
    histories: all.length,
    wrong: count('not linearizable'),
    undecided: count('undecided'),
  };
}
