// Knows how two nodes find out in one message whether they hold the same records of an arc.
import type { RecordStore } from '../ports/record-store';
import type { Arc, Position } from '../range/position';
import { crc32c } from '../record/crc32c';
import { printVersion } from '../record/version';
import { encodeUtf8 } from '../text/utf8';
import type { Digest } from '../views/view-messages';

const PAGE_RECORDS = 1_000;
const TWO_TO_32 = 2 ** 32;

/** Sums of checksums do not depend on the order, and a sum and an exclusive or seldom agree by chance. */
export function digestOf(records: RecordStore, arc: Arc): Digest {
  let count = 0;
  let sum = 0;
  let mixed = 0;
  for (let after: Position | null = null; ;) {
    const page = records.scanHeads(arc, { records: PAGE_RECORDS, after });
    for (const { key, version } of page.items) {
      const checksum = crc32c(encodeUtf8(`${printVersion(version)} ${key}`)) >>> 0;
      count += 1;
      sum = (sum + checksum) % TWO_TO_32;
      mixed = (mixed ^ Math.imul(checksum, 0x9e37_79b1)) >>> 0;
    }
    if (!page.next) return { count, hash: `${sum.toString(16)}-${mixed.toString(16)}` };
    after = page.next;
  }
}
