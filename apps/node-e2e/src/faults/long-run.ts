// Plays the scenarios repeatedly for a time, each time with another seed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Yardstick } from './arena/figures';
import { figuresLine, lineOf, problemsOf } from './lines';
import { figuresOf, tableOf } from './report';
import { runScenario, type Verdict } from './run-scenario';
import { SCENARIOS, type Scenario } from './scenarios';

export interface LongRun {
  readonly minutes: number;
  readonly seed: number;
  /** The names of some scenarios; all without it. */
  readonly only?: readonly string[];
  /** Every scenario at least so often, however long it takes. */
  readonly repeat: number;
  readonly print: (line: string) => void;
  /** Where the table and the figures are written, and the logs of nodes that failed. */
  readonly folder: string;
}

/** @returns how many runs broke the promise; @throws RangeError for an unknown scenario */
export async function longRun(options: LongRun): Promise<number> {
  const { minutes, seed, repeat, print, folder } = options;
  const chosen = choose(options.only ?? []);
  const endMs = performance.now() + minutes * 60_000;
  const verdicts: Verdict[] = [];
  mkdirSync(folder, { recursive: true });
  const yardstick = await quietRun();
  for (let turn = 0; turn < repeat || performance.now() < endMs; turn += 1) {
    for (const scenario of chosen) {
      if (turn >= repeat && performance.now() >= endMs) break;
      note(await runScenario(scenario, seed + turn, yardstick));
    }
  }
  print(`\n${tableOf(verdicts)}\n`);
  const files = ['table.md', 'figures.json'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(files[0], `${tableOf(verdicts)}\n`);
  writeFileSync(files[1], `${JSON.stringify(figuresOf(verdicts), null, 2)}\n`);
  print(`The table is in ${files[0]}, the figures of every run are in ${files[1]}.`);
  return verdicts.filter(({ wrong }) => wrong.length > 0).length;

  /** What all others are compared with. */
  async function quietRun(): Promise<Yardstick | undefined> {
    const [quiet] = choose(['quiet']);
    if (!quiet) return undefined;
    const verdict = await runScenario(quiet, seed);
    note(verdict);
    const p99Ms = verdict.measured.get('p99 ms') ?? 0;
    return p99Ms > 0 ? { p99Ms } : undefined;
  }

  function note(verdict: Verdict): void {
    print(`${lineOf(verdict)}\n${figuresLine(verdict)}`);
    if (verdict.wrong.length > 0 || verdict.late.length > 0) {
      const { seed: own, scenario } = verdict;
      print(problemsOf(verdict));
      print(`    again: node tools/faults.mjs --minutes 0 --seed ${own} --only ${scenario}`);
      print(`    logs: ${keepLogs(verdict, folder)}`);
    }
    // Histories are large, and only a failed one is ever looked at again.
    verdicts.push({ ...verdict, history: [], logs: new Map() });
  }
}

function choose(names: readonly string[]): readonly Scenario[] {
  const unknown = names.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown !== undefined)
    throw new RangeError(
      `There is no scenario ${unknown}; there are ${SCENARIOS.map(({ name }) => name).join(', ')}`,
    );
  return SCENARIOS.filter(({ name }) =>
    names.length === 0 ? name !== 'quiet' : names.includes(name),
  );
}

function keepLogs(verdict: Verdict, folder: string): string {
  const { scenario, seed, logs, wrong, late, history } = verdict;
  const own = join(folder, `${scenario}-${seed}`);
  mkdirSync(own, { recursive: true });
  for (const [address, log] of logs)
    writeFileSync(join(own, `${address.replace(':', '-')}.log`), log);
  writeFileSync(join(own, 'problems.txt'), [...wrong, ...late].join('\n'));
  writeFileSync(join(own, 'history.jsonl'), history.map((one) => JSON.stringify(one)).join('\n'));
  return own;
}
