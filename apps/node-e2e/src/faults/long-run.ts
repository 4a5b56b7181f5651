// Knows how the scenarios are played again and again for a time, each time with another seed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenario, type Verdict } from './run-scenario';
import { SCENARIOS, type Scenario } from './scenarios';
import { detailsOf, headLine, lineOf, problemsOf } from './table';

export interface LongRun {
  readonly minutes: number;
  readonly seed: number;
  /** The name of one scenario; all without it. */
  readonly only?: string;
  readonly print: (line: string) => void;
  /** Where the logs of nodes that failed are kept. */
  readonly logFolder: string;
}

/** @returns how many runs did not hold; @throws RangeError for an unknown scenario */
export async function longRun({ minutes, seed, only, print, logFolder }: LongRun): Promise<number> {
  const chosen = SCENARIOS.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0)
    throw new RangeError(
      `No such scenario; there are ${SCENARIOS.map(({ name }) => name).join(', ')}`,
    );
  const endMs = performance.now() + minutes * 60_000;
  let failures = 0;
  print(headLine());
  for (let turn = 0; turn === 0 || performance.now() < endMs; turn += 1) {
    for (const scenario of chosen) {
      if (turn > 0 && performance.now() >= endMs) break;
      if (!(await play(scenario, seed + turn))) failures += 1;
    }
  }
  return failures;

  async function play(scenario: Scenario, turnSeed: number): Promise<boolean> {
    const verdict = await runScenario(scenario, turnSeed);
    print(lineOf(verdict));
    print(detailsOf(verdict));
    if (verdict.problems.length === 0) return true;
    print(problemsOf(verdict));
    print(
      `    again: node tools/faults.mjs --minutes 0 --seed ${turnSeed} --only ${scenario.name}`,
    );
    print(`    logs: ${keepLogs(verdict, logFolder)}`);
    return false;
  }
}

function keepLogs({ scenario, seed, logs, problems, history }: Verdict, folder: string): string {
  const own = join(folder, `${scenario}-${seed}`);
  mkdirSync(own, { recursive: true });
  for (const [address, log] of logs)
    writeFileSync(join(own, `${address.replace(':', '-')}.log`), log);
  writeFileSync(join(own, 'problems.txt'), problems.join('\n'));
  writeFileSync(join(own, 'history.jsonl'), history.map((one) => JSON.stringify(one)).join('\n'));
  return own;
}
