// The whole report of a run as text for a terminal.
import type { Results } from './results';
import { table } from '../tables/table';
import { doubtLines, errorLines, idleRows, loadBlocks, targetRows } from './text';

export function reportText(results: Results): string {
  const { summaries, idle, remarks } = results;
  const notes = [...remarks, ...errorLines(summaries), ...doubtLines(summaries)];
  return [
    headOf(results),
    ...loadBlocks(summaries).map(({ title, rows }) => `${title}\n${table(rows)}`),
    ...(idle.length > 0 ? [table(idleRows(idle))] : []),
    table(targetRows(summaries, idle)),
    ...(notes.length > 0 ? [['To be known:', ...notes].join('\n  ')] : []),
  ].join('\n\n');
}

export function headOf(results: Results): string {
  const { machine, rounds, durationSeconds, warmUp, ringShares } = results;
  const parts = ringShares.map((share) => `${Math.round(share * 100)} %`).join(', ');
  return (
    `${results.at}  ${machine.cores} cores (${machine.model}), ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}\n` +
    `Medians of ${rounds} interleaved rounds of ${durationSeconds} s, after ${warmUp} operations a node. ` +
    `The nodes of a ring own ${parts} of it.`
  );
}
