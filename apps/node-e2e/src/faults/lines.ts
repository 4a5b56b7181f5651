// The verdict on one run, printed while further runs are played: one line, with what went wrong below it.
import type { Verdict } from './run-scenario';

const SHOWN = 8;

export function lineOf({
  scenario,
  seed,
  operations,
  ok,
  fail,
  unknown,
  wrong,
  late,
}: Verdict): string {
  const word = wrong.length > 0 ? 'WRONG' : late.length > 0 ? 'safe, late' : 'holds';
  const counts = `${operations} operations: ${ok} ok, ${fail} failed, ${unknown} unknown`;
  return `${scenario} (seed ${seed}): ${word}; ${counts}`;
}

/** Every figure. */
export function figuresLine({ measured, loadAverage }: Verdict): string {
  const figures = [...measured].map(([what, value]) => `${what} ${shown(value)}`);
  return `    ${[...figures, `load average ${shown(loadAverage)}`].join(', ')}`;
}

export function problemsOf({ wrong, late }: Verdict): string {
  const problems = [...wrong, ...late];
  const more = problems.length - SHOWN;
  const lines = problems.slice(0, SHOWN).map((problem) => `    ${problem}`);
  return [...lines, ...(more > 0 ? [`    and ${more} more`] : [])].join('\n');
}

export function shown(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}
