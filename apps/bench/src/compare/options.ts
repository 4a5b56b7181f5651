import { parseArgs } from 'node:util';
import { readNumber, readPorts, readWhole } from '../system/flags';
import type { PortRange } from '../system/ports';
import { ALL_LOADS, DEFAULT_LOADS, parseLoad, SHORT_LOADS, type Load } from '../measure/loads';

export interface CompareOptions {
  readonly durationMs: number;
  readonly rounds: number;
  /** Operations for each node before anything is measured. */
  readonly warmUp: number;
  readonly loads: readonly Load[];
  /** Names; empty: all. */
  readonly contenders: readonly string[];
  /** Further builds of the node, by name. */
  readonly builds: ReadonlyMap<string, string>;
  /** How long the idle contenders are watched; 0: not at all. */
  readonly idleMs: number;
  readonly ports: PortRange;
  /** Load of others above this spoils a measurement, in cores. */
  readonly foreignMax: number;
  /** How often a spoiled measurement is made again. */
  readonly repeats: number;
  readonly out: string;
  readonly minutesMax: number;
}

export const HELP = `npx nx run bench:compare -- [options]

Measures a ring of four durable nodes and its references, interleaved: in each round every contender
is started anew, filled, warmed up, measured with every load, and stopped.

  --duration SECONDS     of each measurement (default 4); shorter is faster and less exact
  --rounds N             medians are over so many rounds (default 3)
  --warm-up N            operations a node before anything is measured (default 40000)
  --loads LIST           default | short | all | names with commas, like get-100B-32,mix-10KiB-256-zipf
  --contenders LIST      names with commas (default all): bare, ring4, ring1, ring4-memory, ring4-http, etcd3;
                         and ring4-secure (TLS, tokens, peer secret), only where it is named
  --build NAME=PATH      a further contender: a ring of four from another build's main.mjs; may be repeated
  --idle SECONDS         how long the idle contenders are watched (default 10; 0: not at all)
  --ports FIRST-LAST     ports to take (default 24000-24399)
  --foreign-max CORES    other load on the machine above this spoils a measurement (default 0.15)
  --repeats N            how often a spoiled measurement is made again (default 2)
  --minutes-max N        the run ends itself after so long (default 90)
  --out FOLDER           where results.json and results.svg go (default dist/bench/compare)`;

const FLAGS = {
  duration: { type: 'string', default: '4' },
  rounds: { type: 'string', default: '3' },
  'warm-up': { type: 'string', default: '40000' },
  loads: { type: 'string', default: 'default' },
  contenders: { type: 'string', default: '' },
  build: { type: 'string', multiple: true, default: [] as string[] },
  idle: { type: 'string', default: '10' },
  ports: { type: 'string', default: '24000-24399' },
  'foreign-max': { type: 'string', default: '0.15' },
  repeats: { type: 'string', default: '2' },
  'minutes-max': { type: 'string', default: '90' },
  out: { type: 'string', default: 'dist/bench/compare' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @returns `undefined` when only help is asked for @throws with a sentence for a person */
export function readOptions(args: readonly string[]): CompareOptions | undefined {
  const { values } = parseArgs({ args: [...args], options: FLAGS });
  if (values.help) return undefined;
  return {
    durationMs: readNumber('duration', values.duration, 0.2, 600) * 1000,
    rounds: readWhole('rounds', values.rounds, 1, 100),
    warmUp: readWhole('warm-up', values['warm-up'], 0, 1_000_000),
    loads: readLoads(values.loads),
    contenders: values.contenders.split(',').filter(Boolean),
    builds: readBuilds(values.build),
    idleMs: readNumber('idle', values.idle, 0, 600) * 1000,
    ports: readPorts(values.ports),
    foreignMax: readNumber('foreign-max', values['foreign-max'], 0, 1_000),
    repeats: readWhole('repeats', values.repeats, 0, 10),
    out: values.out,
    minutesMax: readNumber('minutes-max', values['minutes-max'], 0.1, 600),
  };
}

function readLoads(text: string): Load[] {
  const named: Readonly<Record<string, readonly string[]>> = {
    default: DEFAULT_LOADS,
    short: SHORT_LOADS,
    all: ALL_LOADS,
  };
  const loads = text
    .split(',')
    .filter(Boolean)
    .flatMap((name) => named[name] ?? [name]);
  if (loads.length === 0) throw new Error('--loads names no load');
  // Small values first, so that the memory after them is not that of large ones.
  return [...new Set(loads)].map(parseLoad).sort((a, b) => a.valueBytes - b.valueBytes);
}

function readBuilds(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const [name = '', path = ''] = text.split(/=(.*)/s);
      if (!/^[\w.-]+$/.test(name) || path === '')
        throw new Error(`--build ${text}: write it like before=/path/to/dist/apps/node/main.mjs`);
      return [name, path];
    }),
  );
}
