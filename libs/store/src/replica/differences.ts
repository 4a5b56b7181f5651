// Finds the parts of an arc in which two nodes differ, from the figures of the parts alone.
import type { Id } from '@chord-dht/chord';
import { partsOf } from '../arc/bucket-ids';
import type { Arc } from '../record/position';
import type { PartFigures } from './part-figures';

/**
 * A stretch in which two nodes differ. `ours`, `theirs`: only one of them has records there, so that they
 * can be sent without a look at what the other has.
 */
export interface Difference {
  readonly arc: Arc;
  readonly who: 'ours' | 'theirs' | 'both';
  /** As many as the one of them has that has more. */
  readonly records: number;
}

type Figures = ReadonlyMap<number, PartFigures>;

interface Open {
  readonly who: Difference['who'];
  readonly fromId: Id;
  toId: Id;
  records: number;
}

/**
 * Clockwise; neighbours are joined.
 * @param recordsMax so many records are looked at together in a stretch that both have
 * @param lastId the highest id of the ring
 */
export function differencesOf(
  arc: Arc,
  ours: Figures,
  theirs: Figures,
  { recordsMax, lastId }: { readonly recordsMax: number; readonly lastId: Id },
): Difference[] {
  const found: Difference[] = [];
  let open: Open | undefined;
  /** Records of equal parts behind the open stretch. */
  let between = 0;
  for (const { index, arc: part } of partsOf(arc, lastId)) {
    const [here, there] = [ours.get(index), theirs.get(index)];
    const records = Math.max(here?.records ?? 0, there?.records ?? 0);
    if (isEqual(here, there)) {
      between += records;
      continue;
    }
    const who = !there ? 'ours' : here ? 'both' : 'theirs';
    if (open && joins(open, who, between, records, recordsMax)) {
      open.toId = part.toId;
      open.records += between + records;
    } else {
      if (open) found.push(close(open));
      open = { who, fromId: part.fromId, toId: part.toId, records };
    }
    between = 0;
  }
  if (open) found.push(close(open));
  return found;
}

function joins(
  open: Open,
  who: Difference['who'],
  between: number,
  records: number,
  recordsMax: number,
): boolean {
  if (open.who !== who) return false;
  // Where one has nothing, what lies between must not be sent either.
  return who === 'both' ? open.records + between + records <= recordsMax : between === 0;
}

function close({ who, fromId, toId, records }: Open): Difference {
  return { who, arc: { fromId, toId }, records };
}

function isEqual(a: PartFigures | undefined, b: PartFigures | undefined): boolean {
  if (!a || !b) return a === b;
  return a.records === b.records && a.high === b.high && a.low === b.low;
}
