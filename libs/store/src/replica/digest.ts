// Compares an arc between two nodes in one message, by digests.
import type { RecordStore } from '../arc/record-store';
import type { Arc } from '../record/position';
import type { Digest } from '../view/view-messages';

export function digestOf(records: RecordStore, arc: Arc): Digest {
  const { records: count, hash } = records.figuresOf(arc);
  return { count, hash };
}
