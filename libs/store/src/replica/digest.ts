// Knows how two nodes find out in one message whether they hold the same records of an arc.
import type { RecordStore } from '../arc/record-store';
import type { Arc } from '../record/position';
import type { Digest } from '../view/view-messages';

export function digestOf(records: RecordStore, arc: Arc): Digest {
  const { records: count, hash } = records.figuresOf(arc);
  return { count, hash };
}
