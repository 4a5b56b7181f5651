// The sum of all runs: a table with a row for each scenario, and the figures of each run.
import type { Findings } from './arena/checks';
import { shown } from './lines';
import type { Verdict } from './run-scenario';

const COLUMNS: readonly (readonly [title: string, of: (runs: readonly Verdict[]) => string])[] = [
  ['scenario', (runs) => `${runs[0]?.scenario}: ${runs[0]?.about}`],
  ['runs (seeds)', (runs) => `${runs.length} (${seedsOf(runs)})`],
  ['operations', (runs) => sum(runs, ({ operations }) => operations)],
  ['lost', (runs) => found(runs, 'lost')],
  ['stale', (runs) => found(runs, 'stale')],
  ['unwritten', (runs) => found(runs, 'unwritten')],
  ['double swaps', (runs) => found(runs, 'doubleSwaps')],
  ['undead', (runs) => found(runs, 'resurrected')],
  ['key out, worst', (runs) => worst(runs, 'key out ms')],
  ['one ring after', (runs) => worst(runs, 'one ring ms')],
  ['copies after', (runs) => worst(runs, 'three copies ms')],
  ['errors %', (runs) => worst(runs, 'errors %')],
  ['p99 ratio', (runs) => worst(runs, 'p99 ratio')],
  ['promise', (runs) => count(runs, ({ wrong }) => wrong.length === 0)],
  ['limits', limitsOf],
];

/** A table in Markdown; of several runs of one scenario the worst figure stands there. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const rows = [...groupBy(verdicts, ({ scenario }) => scenario).values()];
  return [
    line(COLUMNS.map(([title]) => title)),
    line(COLUMNS.map(() => '---')),
    ...rows.map((runs) => line(COLUMNS.map(([, of]) => of(runs)))),
  ].join('\n');
}

/** What another program can read of every run. */
export function figuresOf(verdicts: readonly Verdict[]): unknown {
  return verdicts.map(({ logs: _logs, history: _history, findings, measured, ...rest }) => ({
    ...rest,
    findings: Object.fromEntries(
      Object.entries(findings).map(([what, of]) => [what, (of as string[]).length]),
    ),
    figures: Object.fromEntries(measured),
  }));
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function seedsOf(runs: readonly Verdict[]): string {
  const seeds = runs.map(({ seed }) => seed);
  const [first = 0, last = 0] = [Math.min(...seeds), Math.max(...seeds)];
  const isRow = last - first + 1 === seeds.length && seeds.length > 2;
  return isRow ? `${first} to ${last}` : seeds.join(', ');
}

function sum(runs: readonly Verdict[], of: (run: Verdict) => number): string {
  return runs.reduce((total, run) => total + of(run), 0).toLocaleString('en');
}

function found(runs: readonly Verdict[], what: keyof Findings): string {
  return sum(runs, ({ findings }) => findings[what].length);
}

function worst(runs: readonly Verdict[], figure: string): string {
  const values = runs.flatMap(({ measured }) => measured.get(figure) ?? []);
  if (values.length === 0) return '-';
  const value = Math.max(...values);
  return figure.endsWith(' ms') ? `${(value / 1_000).toFixed(1)} s` : shown(value);
}

function count(runs: readonly Verdict[], holds: (run: Verdict) => boolean): string {
  const kept = runs.filter(holds).length;
  return kept === runs.length ? 'kept' : `broken in ${runs.length - kept} of ${runs.length}`;
}

/** Every limit: how far it was used, and how often it was passed. */
function limitsOf(runs: readonly Verdict[]): string {
  const judged = groupBy(
    runs.flatMap((run) => run.judged),
    ({ figure }) => figure,
  );
  return [...judged]
    .map(([figure, all]) => {
      const passed = all.filter(({ holds }) => !holds).length;
      const most = Math.max(...all.map(({ value }) => value));
      const verdict = passed === 0 ? 'kept' : `**passed in ${passed} of ${all.length}**`;
      return `${figure} ${shown(most)} of ${all[0]?.limit}: ${verdict}`;
    })
    .join('; ');
}

function groupBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item)) ?? [];
    groups.set(nameOf(item), [...group, item]);
  }
  return groups;
}
