// The file of results: every measurement, and the facts that a reader needs to judge it.
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { describeLoad, keysOf, type Load } from '../measure/loads';
import {
  summarise,
  type IdleMeasurement,
  type Measurement,
  type Summary,
} from '../measure/measurement';
import type { CompareOptions } from '../compare/options';
import type { Findings } from '../compare/run-compare';
import type { Contender } from '../contenders/contender';
import { shares } from '../system/ports';

export const FORMAT = 1;

export interface Results {
  readonly format: typeof FORMAT;
  readonly at: string;
  readonly machine: {
    readonly cores: number;
    readonly model: string;
    readonly memoryGiB: number;
    readonly kernel: string;
    readonly node: string;
  };
  readonly durationSeconds: number;
  readonly rounds: number;
  readonly warmUp: number;
  readonly contenders: readonly { readonly name: string; readonly about: string }[];
  readonly loads: readonly {
    readonly name: string;
    readonly about: string;
    readonly keys: number;
  }[];
  /** Shares of the ring that its nodes own, the largest first. */
  readonly ringShares: readonly number[];
  readonly summaries: readonly Summary[];
  readonly idle: readonly IdleMeasurement[];
  readonly remarks: readonly string[];
  readonly measurements: readonly Measurement[];
}

export function resultsOf(
  contenders: readonly Contender[],
  options: CompareOptions,
  ringPorts: readonly number[],
  { measurements, idle, remarks }: Findings,
): Results {
  const order = new Map(contenders.map(({ name }, index) => [name, index]));
  return {
    format: FORMAT,
    at: new Date().toISOString(),
    machine: {
      cores: availableParallelism(),
      model: cpus()[0]?.model ?? '',
      memoryGiB: Math.round(totalmem() / 1024 ** 3),
      kernel: release(),
      node: process.versions.node,
    },
    durationSeconds: options.durationMs / 1000,
    rounds: options.rounds,
    warmUp: options.warmUp,
    contenders: contenders.map(({ name, about }) => ({ name, about })),
    loads: options.loads.map((load: Load) => ({
      name: load.name,
      about: describeLoad(load),
      keys: keysOf(load.valueBytes),
    })),
    ringShares: shares(ringPorts).sort((a, b) => b - a),
    summaries: summarise(measurements).sort(
      (a, b) => (order.get(a.contender) ?? 0) - (order.get(b.contender) ?? 0),
    ),
    idle,
    remarks,
    measurements,
  };
}
