// What has been written since the last checkpoint: acknowledged, in the log, and not in the tree yet.
import { isSameEnd } from '@chord-dht/store';
import { Changes, endOfTouched, isListed } from './changes';
import { endKey } from './end-key';
import { FigureRows } from './figure-rows';
import { OVERHEAD_BYTES } from './free-space';
import { SortedRows } from './sorted-rows';

/** Bytes of the entries of one memtable; the bytes of its records are in here. */
export const ARENA_BYTES = 1024 * 1024;
/** So many are put into the tree in one turn of the event loop, which takes 2 to 3 ms. */
const PLACES_MAX = 512;

/** Rows of names and ends are there only where the indexes of the tree are to change. */
export type TableOrder = 'places' | 'names' | 'ends';

export class Memtable {
  readonly changes = new Changes();
  /** The figures of the buckets that it has changed. */
  readonly figures = new FigureRows();
  /** Of its last entry in the log. */
  sequence = 0;
  private readonly arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
  private used = 0;
  readonly rows: Readonly<Record<TableOrder, SortedRows>>;

  /** @param idBytes the size of the id that the bytes of a place begin with */
  constructor(idBytes: number) {
    const { all } = this.changes;
    this.rows = {
      places: new SortedRows(all, ({ name }) => name),
      names: new SortedRows(all, (one) =>
        one.before.isListed === isListed(one) ? undefined : one.name.subarray(idBytes),
      ),
      ends: new SortedRows(all, (one) => {
        const end = endOfTouched(one);
        return end && !isSameEnd(end, one.before.end) ? endKey(end, one.name) : undefined;
      }),
    };
  }

  get isEmpty(): boolean {
    return this.changes.isVolatile && this.changes.strayEnds.length + this.figures.count === 0;
  }

  /** The tree grows by at most so many bytes when it takes it up. */
  get bytes(): number {
    return this.used + this.changes.all.length * OVERHEAD_BYTES;
  }

  /** It is time for the next one. */
  get isFull(): boolean {
    return this.changes.all.length >= PLACES_MAX;
  }

  /** Room for an entry; `undefined` when there is not so much. */
  reserve(bytes: number): Buffer | undefined {
    if (this.used + bytes > ARENA_BYTES) return undefined;
    const entry = this.arena.subarray(this.used, this.used + bytes);
    this.used += bytes;
    return entry;
  }

  absorb(changes: Changes, sequence: number): void {
    this.changes.absorb(changes);
    this.sequence = sequence;
    this.forgetRows();
  }

  /** The tree has it: to be used again. Its buffer stays, as one for each would live through several collections. */
  reset(): void {
    this.changes.forget();
    this.figures.clear();
    this.used = 0;
    this.forgetRows();
  }

  private forgetRows(): void {
    this.rows.places.forget();
    this.rows.names.forget();
    this.rows.ends.forget();
  }
}
