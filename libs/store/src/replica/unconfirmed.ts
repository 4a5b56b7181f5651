// Keys whose record here may be at no majority: it is confirmed or repaired before anything builds on it.
import { IdLists } from '../collections/id-lists';
import type { Position } from '../record/position';

interface Marked extends Position {
  mark: number;
}

export class Unconfirmed {
  private readonly marked = new IdLists<Marked>();
  private count = 0;

  has(position: Position): boolean {
    return this.find(position) !== undefined;
  }

  /** @returns the mark, which takes the place of an earlier one */
  mark(position: Position): number {
    this.count += 1;
    const known = this.find(position);
    if (known) known.mark = this.count;
    else this.marked.add({ keyId: position.keyId, key: position.key, mark: this.count });
    return this.count;
  }

  /** The mark that a key has now, if any. */
  markOf(position: Position): number | undefined {
    return this.find(position)?.mark;
  }

  /** What was marked is at a majority; a key that was marked anew meanwhile stays so. */
  clear(position: Position, mark: number | undefined): void {
    if (mark === undefined) return;
    const known = this.find(position);
    if (known?.mark === mark) this.marked.delete(known);
  }

  private find({ keyId, key }: Position): Marked | undefined {
    return this.marked.find(keyId, (one) => one.key === key);
  }
}
