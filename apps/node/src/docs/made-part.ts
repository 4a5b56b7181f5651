// The generated part of a documentation page, and its replacement.

const BEGIN = '<!-- Made from the code by `npm run generate`; change the words there. -->';
const END = '<!-- The end of what is made. -->';

/**
 * @param page the whole page
 * @param made the text between the two marks
 * @throws Error when the page lacks the marks
 */
export function withMadePart(page: string, made: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`The page lacks the marks ${BEGIN} and ${END}`);
  return `${page.slice(0, from)}${BEGIN}\n<!-- prettier-ignore-start -->\n\n${made}\n\n<!-- prettier-ignore-end -->\n${page.slice(to)}`;
}

/** A table in Markdown, with escaped cell separators. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
