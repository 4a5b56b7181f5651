// The figures of any arc, from those of whole buckets and a scan of the rest at its ends.
import type { ArcFigures } from './record-store';
import type { Arc, Segment } from '../record/position';
import { cutAtBuckets } from './bucket-ids';
import {
  addFigures,
  addRecord,
  noFigures,
  type BucketFigures,
  type BucketTable,
} from './bucket-table';

/** @param bytesIn the encoded records of a stretch within one bucket */
export function figuresOfArc(
  table: BucketTable,
  arc: Arc,
  bytesIn: (segment: Segment) => Iterable<Uint8Array>,
): BucketFigures {
  const sum = noFigures();
  for (const piece of cutAtBuckets(arc)) {
    const figures =
      'edge' in piece ? figuresOfRecords(bytesIn(piece.edge)) : table.sum(piece.from, piece.to);
    addFigures(sum, figures);
  }
  return sum;
}

export function figuresOfRecords(records: Iterable<Uint8Array>): BucketFigures {
  const sum = noFigures();
  for (const encoded of records) addRecord(sum, encoded, 1);
  return sum;
}

export function toArcFigures({ records, tombstones, bytes, high, low }: BucketFigures): ArcFigures {
  const hash = `${high.toString(16)}-${low.toString(16)}`;
  return { records, keys: records - tombstones, tombstones, bytes, hash };
}
