// A set for entries that live as long as a request.
/** An item of a bag, which stores its own index there. */
export interface Bagged {
  /** Set by the bag; -1 outside of it. */
  bagPlace: number;
}

/**
 * A set for entries that live as long as a request, in no order. A `Map` or a `Set` rebuilds its table after some
 * removals, and V8 makes the old table refer to the new one. Once a table has been promoted to the old generation, all
 * tables after it, with everything that they refer to, are kept until the whole heap is collected: a node spent a fifth
 * of its time on that. An array has no such history.
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

  /** A copy of the items; the bag may change meanwhile. */
  all(): Item[] {
    return [...this.items];
  }
}
