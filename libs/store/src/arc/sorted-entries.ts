// Encoded records in order: a sorted array with binary search.
import type { Id } from '@chord-dht/chord';
import {
  comparePositions,
  segmentsOf,
  type Arc,
  type Position,
  type Segment,
} from '../record/position';

export interface Entry extends Position {
  readonly bytes: Uint8Array;
}

export class SortedEntries {
  private readonly entries: Entry[] = [];

  find(position: Position): Entry | undefined {
    const entry = this.entries[this.placeOf(position)];
    return entry && comparePositions(entry, position) === 0 ? entry : undefined;
  }

  /** @returns the entry that it replaced */
  put(entry: Entry): Entry | undefined {
    const place = this.placeOf(entry);
    const before = this.entries[place];
    const replaces = before !== undefined && comparePositions(before, entry) === 0;
    this.entries.splice(place, replaces ? 1 : 0, entry);
    return replaces ? before : undefined;
  }

  remove(position: Position): Entry | undefined {
    const place = this.placeOf(position);
    const before = this.entries[place];
    if (!before || comparePositions(before, position) !== 0) return undefined;
    this.entries.splice(place, 1);
    return before;
  }

  /** Clockwise through an arc, from behind `after` on. */
  *walk(arc: Arc, after?: Position | null): Generator<Entry> {
    for (const segment of segmentsOf(arc, after)) yield* this.within(segment);
  }

  *within(segment: Segment): Generator<Entry> {
    const [start, end] = this.bounds(segment);
    for (let place = start; place < end; place += 1) yield this.entries[place] as Entry;
  }

  count(arc: Arc): number {
    return segmentsOf(arc).reduce((sum, segment) => {
      const [start, end] = this.bounds(segment);
      return sum + Math.max(0, end - start);
    }, 0);
  }

  private bounds({ low, highId }: Segment): [start: number, end: number] {
    return [
      low ? this.placeBehind(low) : 0,
      highId === null ? this.entries.length : this.placeBehind({ keyId: highId }),
    ];
  }

  /** The index of the first entry that is not before `position`. */
  private placeOf(position: Position): number {
    return this.halve((entry) => comparePositions(entry, position) < 0);
  }

  private placeBehind({ keyId, key }: { keyId: Id; key?: string }): number {
    return this.halve((entry) =>
      key === undefined ? entry.keyId <= keyId : comparePositions(entry, { keyId, key }) <= 0,
    );
  }

  /** The first index for which `isBefore` is false. */
  private halve(isBefore: (entry: Entry) => boolean): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.entries[middle] as Entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
