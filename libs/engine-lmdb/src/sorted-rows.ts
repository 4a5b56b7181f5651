// What a memtable has changed, in the order of one of the tables of the tree.
import type { ByteRange } from './record-names';
import type { Touched } from './changes';

export interface Row {
  /** As in the table. */
  readonly key: Buffer;
  readonly touched: Touched;
}

export class SortedRows {
  private rows: readonly Row[] | undefined;

  /** @param keyOf `undefined` for a place that has no row in the table */
  constructor(
    private readonly all: readonly Touched[],
    private readonly keyOf: (touched: Touched) => Buffer | undefined,
  ) {}

  /** Others have come, or have changed. */
  forget(): void {
    this.rows = undefined;
  }

  within({ start, exclusiveStart, end }: ByteRange): readonly Row[] {
    const rows = (this.rows ??= this.sorted());
    const from = start ? placeOf(rows, start, exclusiveStart === true) : 0;
    const to = end ? placeOf(rows, end, false) : rows.length;
    return rows.slice(from, to);
  }

  private sorted(): readonly Row[] {
    const rows: Row[] = [];
    for (const touched of this.all) {
      const key = this.keyOf(touched);
      if (key) rows.push({ key, touched });
    }
    return rows.sort(compareRows);
  }
}

/** @param parts each in order; where a key is in several, the row of the first of them is the one */
export function mergeRows(parts: readonly (readonly Row[])[]): readonly Row[] {
  const [only, ...others] = parts.filter(({ length }) => length > 0);
  if (!only || others.length === 0) return only ?? [];
  // Equal ones stay in the order of their parts.
  const rows = [only, ...others].flat().sort(compareRows);
  return rows.filter(({ key }, at) => at === 0 || !key.equals((rows[at - 1] as Row).key));
}

/** The first of those that are not before the key, or that are behind it. */
function placeOf(rows: readonly Row[], key: Buffer, isBehind: boolean): number {
  let from = 0;
  for (let to = rows.length; from < to;) {
    const middle = (from + to) >> 1;
    const order = Buffer.compare((rows[middle] as Row).key, key);
    if (order < 0 || (isBehind && order === 0)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function compareRows(a: Row, b: Row): number {
  return Buffer.compare(a.key, b.key);
}
