// Reads the settings of an experiment from a command line.
import { CodedError } from '@chord-dht/chord';
import { refusalsOf } from './refusals';
import { EXPERIMENTS, settingsOf, type ExperimentName, type ExperimentSettings } from './settings';

type NumberName = Exclude<keyof ExperimentSettings, 'experiment'>;

/** Each number with its smallest and largest value, and whether it must be whole. */
const NUMBERS: Record<NumberName, { min: number; max: number; whole: boolean }> = {
  nodes: { min: 2, max: 1_000_000, whole: true },
  virtualNodes: { min: 1, max: 1_000, whole: true },
  successors: { min: 1, max: 255, whole: true },
  keys: { min: 1, max: 1e9, whole: true },
  lookups: { min: 0, max: 1e8, whole: true },
  rate: { min: 0, max: 1_000, whole: false },
  failed: { min: 0, max: 0.99, whole: false },
  seeds: { min: 1, max: 10_000, whole: true },
  seed: { min: 0, max: 2 ** 48, whole: true },
};

export interface PaperArguments {
  /** `undefined` requests all experiments of the paper. */
  readonly settings: ExperimentSettings | undefined;
  readonly json: boolean;
}

/**
 * Reads `--experiment path-length --nodes 1024 --virtual-nodes=2 --json` and the like.
 * @throws CodedError `BAD_ARGUMENTS` that names every fault, one a line
 */
export function readPaperArguments(words: readonly string[]): PaperArguments {
  const faults: string[] = [];
  const asked: Partial<Record<NumberName, number>> = {};
  let experiment: ExperimentName | undefined;
  let json = false;
  for (const [name, value] of pairsOf(words)) {
    const key = camelCase(name);
    if (key === 'json') json = value !== 'false';
    else if (key === 'experiment') {
      experiment = EXPERIMENTS.find((known) => known === value);
      if (!experiment) faults.push(`--experiment is one of ${EXPERIMENTS.join(', ')}.`);
    } else if (isNumberName(key)) {
      asked[key] = readNumber(name, key, value, faults);
    } else faults.push(`There is no option --${name}.`);
  }
  if (!experiment && Object.keys(asked).length > 0 && faults.length === 0)
    faults.push('Numbers need an --experiment that they are for.');
  const settings = experiment && settingsOf(experiment, asked);
  if (settings && faults.length === 0) faults.push(...refusalsOf(settings, asked));
  if (faults.length > 0) throw new CodedError('BAD_ARGUMENTS', faults.join('\n'));
  return { settings, json };
}

function* pairsOf(words: readonly string[]): Generator<[string, string | undefined]> {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    const [name, inline] = word.replace(/^--/, '').split('=', 2) as [string, string?];
    const next = words[index + 1];
    if (!word.startsWith('--')) yield [word, undefined];
    else if (inline !== undefined) yield [name, inline];
    else if (next !== undefined && !next.startsWith('--')) {
      index += 1;
      yield [name, next];
    } else yield [name, undefined];
  }
}

function readNumber(
  name: string,
  key: NumberName,
  value: string | undefined,
  faults: string[],
): number {
  const { min, max, whole } = NUMBERS[key];
  const number = value === undefined || value === '' ? NaN : Number(value);
  if (!(number >= min && number <= max) || (whole && !Number.isInteger(number)))
    faults.push(`--${name} is a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
  return number;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isNumberName(key: string): key is NumberName {
  return Object.hasOwn(NUMBERS, key);
}
