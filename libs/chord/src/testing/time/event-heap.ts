// A binary heap of events by due time; events of one moment keep the order of planning.

export interface PlannedEvent {
  readonly dueMs: number;
  /** A whole number that grows with every plan, so that no two events are equal. */
  readonly sequence: number;
  /** `null` once it ran or was taken back. */
  task: (() => void) | null;
}

export class EventHeap {
  private readonly items: PlannedEvent[] = [];

  get size(): number {
    return this.items.length;
  }

  /** Those that were not taken back. */
  get waiting(): number {
    return this.items.filter(({ task }) => task !== null).length;
  }

  peek(): PlannedEvent | undefined {
    return this.items[0];
  }

  push(event: PlannedEvent): void {
    const { items } = this;
    let index = items.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex] as PlannedEvent;
      if (!precedes(event, parent)) break;
      items[index] = parent;
      index = parentIndex;
    }
    items[index] = event;
  }

  pop(): PlannedEvent | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sink(last);
    return first;
  }

  /** Puts `event` at the root and lets it down to its place. */
  private sink(event: PlannedEvent): void {
    const { items } = this;
    const { length } = items;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= length) break;
      let child = items[childIndex] as PlannedEvent;
      const right = items[childIndex + 1];
      if (right !== undefined && precedes(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (!precedes(child, event)) break;
      items[index] = child;
      index = childIndex;
    }
    items[index] = event;
  }
}

function precedes(a: PlannedEvent, b: PlannedEvent): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
}
