// The keys of this node's own arc, in the order of their ids.
import type { Page } from '../arc/record-store';
import type { Position } from '../record/position';
import { isLive, type RecordHead } from '../record/stored-record';
import type { StoreContext } from '../primary/store-context';

const PAGE = 200;

/** All live keys of this node's arc that lie here. Each step uses the arc and the records of its moment. */
export function* ownKeys({ authority, records, chord }: StoreContext): Generator<string> {
  let after: Position | null = null;
  do {
    const { arc } = authority;
    if (!arc) return;
    const page: Page<RecordHead> = records.scanHeads(arc, { records: PAGE, after });
    for (const head of page.items) if (isLive(head, chord.clock.wallMs())) yield head.key;
    after = page.next;
  } while (after);
}
