// The figures of the parts of an arc, as two nodes compare them in one message.
import { ChordError, type Id } from '@chord-dht/chord';
import { partsOf } from '../arc/bucket-ids';
import type { RecordStore } from '../arc/record-store';
import type { Arc } from '../record/position';
import { u16At, u32At, putU16, putU32 } from '../record/numbers';

/** Index (2), records (4), hash (8). */
const SIZE = 14;

export interface PartFigures {
  readonly records: number;
  readonly high: number;
  readonly low: number;
}

/** Parts without records are left out. */
export function figuresOfParts(
  records: RecordStore,
  arc: Arc,
  lastId: Id,
): Map<number, PartFigures> {
  const figures = new Map<number, PartFigures>();
  for (const { index, arc: part } of partsOf(arc, lastId)) {
    const found = isBucket(index) ? records.bucket(index) : records.sumOf(part);
    if (found.records > 0) figures.set(index, found);
  }
  return figures;
}

export function writeParts(figures: ReadonlyMap<number, PartFigures>): Uint8Array {
  const bytes = new Uint8Array(figures.size * SIZE);
  let at = 0;
  for (const [index, { records, high, low }] of figures) {
    putU16(bytes, at, index);
    putU32(bytes, at + 2, records);
    putU32(bytes, at + 6, high);
    putU32(bytes, at + 10, low);
    at += SIZE;
  }
  return bytes;
}

/** @throws ChordError `MALFORMED` */
export function readParts(bytes: Uint8Array): Map<number, PartFigures> {
  if (bytes.length % SIZE !== 0)
    throw new ChordError('MALFORMED', 'The figures of the parts of an arc are cut off.');
  const figures = new Map<number, PartFigures>();
  for (let at = 0; at < bytes.length; at += SIZE) {
    const high = u32At(bytes, at + 6);
    figures.set(u16At(bytes, at), {
      records: u32At(bytes, at + 2),
      high,
      low: u32At(bytes, at + 10),
    });
  }
  return figures;
}

function isBucket(index: number): boolean {
  return index < 0xf000;
}
