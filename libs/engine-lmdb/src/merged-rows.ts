// Many rows of names as one, merged by a heap of their heads (Knuth, The Art of Computer Programming, volume 3,
// section 5.4.1).
import type { NameRow } from './name-row';

/** A place in a row in order. */
export interface RowHead {
  readonly row: NameRow;
  at: number;
}

/** A name that is in several rows comes as often. */
export class MergedRows {
  private readonly heap: RowHead[];

  constructor(heads: readonly RowHead[]) {
    this.heap = heads.filter(({ row, at }) => at < row.count);
    // What is sorted is a heap.
    this.heap.sort((a, b) => a.row.compare(a.at, b.row, b.at));
  }

  /** What is left of each row. */
  get heads(): readonly RowHead[] {
    return this.heap;
  }

  /** The next name; valid until `advance`. */
  get first(): RowHead | undefined {
    return this.heap[0];
  }

  advance(): void {
    const { heap } = this;
    const [top] = heap;
    if (!top) return;
    top.at += 1;
    if (top.at < top.row.count) return this.place(top);
    const last = heap.pop() as RowHead;
    if (heap.length > 0) this.place(last);
  }

  /** Takes the top of the heap away and puts a head where it belongs: nearly always far down, so it comes up from below. */
  private place(head: RowHead): void {
    const { heap } = this;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && isBefore(heap, below + 1, heap[below] as RowHead)) below += 1;
      heap[at] = heap[below] as RowHead;
      at = below;
    }
    for (let above = (at - 1) >> 1; at > 0; above = (at - 1) >> 1) {
      if (isBefore(heap, above, head)) break;
      heap[at] = heap[above] as RowHead;
      at = above;
    }
    heap[at] = head;
  }
}

function isBefore(heap: readonly RowHead[], at: number, other: RowHead): boolean {
  const one = heap[at] as RowHead;
  return one.row.compare(one.at, other.row, other.at) < 0;
}
