import { describeSize } from '../measure/loads';
import { figure } from '../tables/table';

/** What `micro.json` is a list of. */
export interface MicroRow {
  readonly piece: string;
  /** 0 where the value has no part in it. */
  readonly valueBytes: number;
  /** Median of one operation. */
  readonly micros: number;
  readonly p99Micros: number;
  readonly samples: number;
}

/** A row for each piece, a column for each size. */
export function microTable(rows: readonly MicroRow[]): string[][] {
  const sizes = [...new Set(rows.map(({ valueBytes }) => valueBytes))].filter((size) => size > 0);
  const pieces = [...new Set(rows.map(({ piece }) => piece))];
  const cell = (piece: string, size: number) => {
    const of = (bytes: number) =>
      rows.find((row) => row.piece === piece && row.valueBytes === bytes);
    return figure((of(size) ?? of(0))?.micros);
  };
  return [
    ['µs, median', ...sizes.map(describeSize)],
    ...pieces.map((piece) => [piece, ...sizes.map((size) => cell(piece, size))]),
  ];
}
