// Puts what was written into the tables of the tree, in one transaction with everything that has to fit it: figures,
// indexes, and how far of the log the tree has come.
import type { Database, RootDatabase } from 'lmdb';
import type { Changes } from './changes';
import type { FigureRows } from './figure-rows';
import type { KeptFigures } from './kept-figures';
import { LATE_BUCKETS } from './late-buckets';
import type { RecordIndexes } from './record-indexes';
import type { SparePages } from './spare-pages';

export interface TreeTables {
  readonly root: RootDatabase;
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly figures: KeptFigures;
  readonly indexes: RecordIndexes;
  readonly spare: SparePages;
}

/** What one transaction takes. */
export interface Batch {
  readonly changes: Changes;
  readonly figures: FigureRows;
}

export interface Written {
  /** Resolves when readers find it in the tree. */
  readonly committed: Promise<void>;
  /** Resolves when it survives a power loss. */
  readonly flushed: Promise<unknown>;
}

/** The entry of the state that says which entry of the log is the last that the tree has. */
export const APPLIED = 'applied';

export class TreeWriter {
  constructor(private readonly tables: TreeTables) {}

  /**
   * Everything is put in this turn of the event loop, which is one transaction.
   * @param batches in the order of their writes
   * @param applied the value of `APPLIED`
   * @param lateMost so many names that are late are listed as well
   */
  write(batches: readonly Batch[], applied: string, lateMost = 0): Written {
    const { root, state, figures, indexes, spare } = this.tables;
    let entries = 0;
    for (const batch of batches) {
      this.put(batch.changes);
      figures.write(batch.figures);
      entries += batch.changes.all.length;
    }
    const most = Math.max(lateMost, indexes.late.surplus);
    const listed = most > 0 ? indexes.listLate(most) : undefined;
    this.noteLate();
    void state.put(APPLIED, applied);
    spare.leave(entries + (listed?.count ?? 0));
    const flushed = Promise.resolve(root.flushed);
    flushed.catch(() => undefined);
    const committed = Promise.resolve(root.committed).then(() => {
      if (listed) indexes.late.settle(listed);
    });
    return { committed, flushed };
  }

  private put({ all, states, strayEnds, isCleared }: Changes): void {
    const { records, state, indexes } = this.tables;
    if (isCleared) {
      indexes.clear();
      void records.clearAsync();
    }
    for (const { end, name } of strayEnds) indexes.forgetEnd(end, name);
    for (const touched of all) {
      const { name, bytes } = touched;
      // LMDB returns one promise for the whole transaction; its failure is seen in `committed`.
      if (bytes) void records.put(name, bytes as Buffer);
      else void records.remove(name);
      indexes.change(touched);
    }
    for (const [name, value] of states) void state.put(name, value);
  }

  /** With the records themselves, so that what a crash leaves is known. */
  private noteLate(): void {
    const { indexes, state } = this.tables;
    const buckets = indexes.late.buckets.takeChanged();
    if (buckets === '') void state.remove(LATE_BUCKETS);
    else if (buckets !== undefined) void state.put(LATE_BUCKETS, buckets);
  }
}
