// Many sorted rows of names as one, merged by a heap of their heads (Knuth, The Art of Computer Programming, volume 3,
// section 5.4.1).
import { compareNames, type Position } from '@chord-dht/store';

interface Row<Name extends Position> {
  head: Name;
  readonly rest: Iterator<Name>;
}

/** In the order of names; one that is in several rows comes as often. */
export function* inOneRow<Name extends Position>(rows: Iterable<Iterable<Name>>): Generator<Name> {
  const heap: Row<Name>[] = [];
  for (const row of rows) {
    const rest = row[Symbol.iterator]();
    const first = rest.next();
    if (!first.done) heap.push({ head: first.value, rest });
  }
  // What is sorted is a heap.
  heap.sort((a, b) => compareNames(a.head, b.head));
  for (let [top] = heap; top; [top] = heap) {
    const { head, rest } = top;
    const next = rest.next();
    if (!next.done) top.head = next.value;
    else {
      const end = heap.pop() as Row<Name>;
      if (heap.length > 0) heap[0] = end;
    }
    sink(heap);
    yield head;
  }
}

/** Of sorted names those that are equal but once. */
export function* eachOnce(names: Iterable<Position>): Generator<Position> {
  let last: string | undefined;
  for (const name of names) {
    if (name.key !== last) yield name;
    last = name.key;
  }
}

/** The first may be too far up. */
function sink<Name extends Position>(heap: Row<Name>[]): void {
  const [row] = heap;
  if (!row) return;
  let at = 0;
  for (let below = 1; below < heap.length; below = 2 * at + 1) {
    if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below += 1;
    if (!isBefore(heap[below], row)) break;
    heap[at] = heap[below] as Row<Name>;
    at = below;
  }
  heap[at] = row;
}

type Head = Pick<Row<Position>, 'head'> | undefined;

function isBefore(a: Head, b: Head): boolean {
  return a !== undefined && b !== undefined && compareNames(a.head, b.head) < 0;
}
