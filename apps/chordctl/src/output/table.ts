// Tables for people: columns as wide as necessary, numbers aligned to the right.
import type { Paint } from './colour';

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

const GAP = '  ';

/** @param paint the style of the header */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const widths = columns.map(({ title }, at) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  const lineOf = (cells: readonly string[]) =>
    columns
      .map(({ isNumber }, at) => pad(cells[at] ?? '', widths[at] ?? 0, isNumber === true))
      .join(GAP)
      .trimEnd();
  const head = lineOf(columns.map(({ title }) => title));
  return [paint(head), ...rows.map(lineOf)].join('\n');
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isRight ? space + text : text + space;
}

/** The width without colours; wide characters count as one, as few terminals agree on them. */
function widthOf(text: string): number {
  // oxlint-disable-next-line no-control-regex
  return [...text.replace(/\u001b\[\d+m/g, '')].length;
}

/** Names may contain characters that reverse text or are invisible; a terminal gets them escaped. */
export function shown(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) as number).toString(16)}}`,
  );
}
