// Leaves free pages to a commit. While LMDB writes its list of free pages down, it may need another page; where none is
// at hand it searches the very list that it is changing, and reads past a page of it that is empty for that moment. The
// commit fails then ("Invalid zero size key"), and the node has to stop. `spare-pages.spec.ts` shows it.
import type { Database } from 'lmdb';

/** A group that changes less takes too few pages for it: the parts of the list are small, and share their pages. */
export const CHANGES_MIN = 16;
/** What the longest way to the list and its parts takes. */
const PAGES = 12;
/** More than half of a page: it lies in a page of its own. */
const VALUE = Buffer.alloc(2_100);
const KEYS = Array.from({ length: PAGES }, (_, at) => Buffer.of(at));

export class SparePages {
  /** @param table of nothing else; it is empty with every commit */
  constructor(private readonly table: Database<Buffer, Buffer>) {}

  /**
   * Takes pages in the transaction that is being put together, and gives them back: it has them at hand then, and they
   * are never written. To be called behind everything else.
   * @param changes how many entries the transaction changes
   */
  leave(changes: number): void {
    if (changes < CHANGES_MIN) return;
    for (const key of KEYS) void this.table.put(key, VALUE);
    for (const key of KEYS) void this.table.remove(key);
  }
}
