// A set of what comes and goes with each request.
/** What lies in a bag notes its own place there. */
export interface Bagged {
  /** The bag's affair; -1 outside of it. */
  bagPlace: number;
}

/**
 * A set for what comes and goes with each request, in no order. A `Map` or a `Set` makes its table anew after some
 * removals, and V8 lets the old table lead to the new one. Once a table has grown old, all that passes through
 * those after it, with everything that it leads to, is kept until the whole heap is collected: a node took a fifth
 * of its time for that. An array has no such past.
 */
export class Bag<Item extends Bagged> {
  private readonly items: Item[] = [];

  get size(): number {
    return this.items.length;
  }

  add(item: Item): void {
    item.bagPlace = this.items.length;
    this.items.push(item);
  }

  /** @returns false when it was not there */
  delete(item: Item): boolean {
    const place = item.bagPlace;
    if (place < 0) return false;
    item.bagPlace = -1;
    const last = this.items.pop() as Item;
    if (last === item) return true;
    this.items[place] = last;
    last.bagPlace = place;
    return true;
  }

  /** What is there now; it may be changed meanwhile. */
  all(): Item[] {
    return [...this.items];
  }
}
