// The generated part of docs/chordctl.md.
import { Readable, Writable } from 'node:stream';
import { EXIT_MEANINGS } from './base/exit-codes';
import { Io } from './base/io';
import { createProgram } from './program';

export const BEGIN =
  '<!-- Made from the commands by `npm run generate`; change their words there. -->';
export const END = '<!-- prettier-ignore-end -->';
const AS_IT_IS = '<!-- prettier-ignore-start -->';

export function helpPage(): string {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const io = new Io({ stdin: Readable.from([]), stdout: nowhere(), stderr: nowhere() }, {});
  const program = createProgram(io);
  const codes = Object.entries(EXIT_MEANINGS).map(([code, words]) => `| ${code} | ${words} |`);
  const sections = program.commands.map(
    (each) => `### chordctl ${each.name()}\n\n${fenced(each.helpInformation())}`,
  );
  return [
    '## Exit codes',
    ['| code | meaning |', '| --- | --- |', ...codes].join('\n'),
    '## Commands',
    fenced(program.helpInformation()),
    ...sections,
  ].join('\n\n');
}

function fenced(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\``;
}

/** @returns the document with a new generated part; `undefined` when it lacks the marks */
export function withHelp(document: string): string | undefined {
  const from = document.indexOf(BEGIN);
  const to = document.indexOf(END);
  if (from < 0 || to < from) return undefined;
  return `${document.slice(0, from)}${BEGIN}\n\n${AS_IT_IS}\n\n${helpPage()}\n\n${document.slice(to)}`;
}
