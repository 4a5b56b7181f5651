// What is acknowledged and not in the tree yet, as readers have to see it.
import type { Position } from '@chord-dht/store';
import type { Touched } from './changes';
import type { Memtable, TableOrder } from './memtable';
import type { ByteRange } from './record-names';
import { mergeRows, type Row } from './sorted-rows';

const NONE: readonly Row[] = [];

export class Unwritten {
  /** The latest first. */
  private tables: readonly Memtable[] = [];

  add(table: Memtable): void {
    this.tables = [table, ...this.tables];
  }

  /** The tree has it. */
  remove(table: Memtable): void {
    this.tables = this.tables.filter((one) => one !== table);
  }

  find(position: Position): Touched | undefined {
    for (const { changes } of this.tables) {
      const touched = changes.find(position);
      if (touched) return touched;
    }
    return undefined;
  }

  state(name: string): string | undefined {
    for (const { changes } of this.tables) {
      const value = changes.states.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The tree grows by at most so many bytes when it takes it up. */
  get bytes(): number {
    return this.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Rows in the order of a table, each place as it is now, those that are gone included. */
  rows(order: TableOrder, range: ByteRange): readonly Row[] {
    const parts = this.tables.map(({ changes, rows }) =>
      changes.all.length > 0 ? rows[order].within(range) : NONE,
    );
    return mergeRows(parts);
  }
}
