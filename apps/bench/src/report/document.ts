// Replaces the table between two marks of a document by that of a new run.
import type { Results } from './results';
import { headOf } from './report';
import { markdownTable } from '../tables/table';
import { doubtLines, errorLines, idleRows, loadBlocks, targetRows } from './text';

const mark = (name: string, end: 'begin' | 'end') => `<!-- ${name}: ${end} -->`;

/** @throws when the marks are not there, once each and in order */
export function replaceBlock(document: string, name: string, content: string): string {
  const [begin, end] = [mark(name, 'begin'), mark(name, 'end')];
  const parts = document.split(begin);
  const rest = parts[1]?.split(end);
  if (parts.length !== 2 || rest?.length !== 2)
    throw new Error(`the document needs one ${begin} and behind it one ${end}`);
  return `${parts[0]}${begin}\n\n${content.trim()}\n\n${end}${rest[1]}`;
}

/** The tables of a run in Markdown. */
export function documentBlock(results: Results): string {
  const { summaries, idle, remarks, contenders } = results;
  const notes = [...remarks, ...errorLines(summaries), ...doubtLines(summaries)];
  return [
    headOf(results).replaceAll('\n', '  \n'),
    contenders.map(({ name, about }) => `- \`${name}\`: ${about}`).join('\n'),
    '### What is asked for',
    markdownTable(targetRows(summaries, idle)),
    ...loadBlocks(summaries).flatMap(({ title, rows }) => [`### ${title}`, markdownTable(rows)]),
    ...(idle.length > 0 ? ['### Idle', markdownTable(idleRows(idle))] : []),
    ...(notes.length > 0
      ? ['### To be known about this run', notes.map((note) => `- ${note}`).join('\n')]
      : []),
  ].join('\n\n');
}
