// Knows how verdicts are shown: one line of a table each, and what went wrong below it.
import type { Verdict } from './run-scenario';

const COLUMNS: readonly (readonly [title: string, of: (verdict: Verdict) => string | number])[] = [
  ['scenario', ({ scenario }) => scenario.padEnd(14)],
  ['seed', ({ seed }) => seed],
  ['ops', ({ operations }) => operations],
  ['ok', ({ ok }) => ok],
  ['fail', ({ fail }) => fail],
  ['unknown', ({ unknown }) => unknown],
  ['lost', ({ findings }) => findings.lost.length],
  ['anomalies', ({ findings }) => findings.anomalies.length],
  ['2 swaps', ({ findings }) => findings.doubleSwaps.length],
  ['undead', ({ findings }) => findings.resurrected.length],
  ['key out ms', ({ unavailable }) => unavailable.ms.toFixed(0)],
  ['ring ms', ({ measured }) => measured.get('one ring')?.toFixed(0) ?? '-'],
  ['copies ms', ({ measured }) => measured.get('three copies')?.toFixed(0) ?? '-'],
];
const SHOWN = 8;

export function headLine(): string {
  return `| ${COLUMNS.map(([title]) => title).join(' | ')} | verdict |`;
}

export function lineOf(verdict: Verdict): string {
  const cells = COLUMNS.map(([, of]) => String(of(verdict)));
  return `| ${cells.join(' | ')} | ${verdictOf(verdict)} |`;
}

function verdictOf({ wrong, problems }: Verdict): string {
  if (wrong.length > 0) return 'WRONG';
  return problems.length > 0 ? 'late' : 'holds';
}

/** Every figure beside those of the table. */
export function detailsOf({ measured }: Verdict): string {
  const figures = [...measured].map(([what, value]) => `${what} ${value.toFixed(0)}`);
  return `    ${figures.join(', ')}`;
}

export function problemsOf({ problems }: Verdict): string {
  const more = problems.length - SHOWN;
  const lines = problems.slice(0, SHOWN).map((problem) => `    ${problem}`);
  return [...lines, ...(more > 0 ? [`    and ${more} more`] : [])].join('\n');
}
