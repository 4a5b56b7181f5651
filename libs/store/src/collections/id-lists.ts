// Lists of short-lived entries that are looked up by their id; see `Bag` for why this is no `Map`.
import type { Id } from '@chord-dht/chord';

const LISTS = 256;

/** Ids are spread evenly, so that each list has few items. */
export class IdLists<Item extends { readonly keyId: Id }> {
  private readonly lists: Item[][] = Array.from({ length: LISTS }, () => []);

  find(keyId: Id, isMeant: (item: Item) => boolean): Item | undefined {
    for (const item of this.listOf(keyId)) if (item.keyId === keyId && isMeant(item)) return item;
    return undefined;
  }

  add(item: Item): void {
    this.listOf(item.keyId).push(item);
  }

  /** @returns false when it was not there */
  delete(item: Item): boolean {
    const list = this.listOf(item.keyId);
    const place = list.indexOf(item);
    if (place < 0) return false;
    const last = list.pop() as Item;
    if (last !== item) list[place] = last;
    return true;
  }

  clear(): void {
    for (const list of this.lists) if (list.length > 0) list.length = 0;
  }

  all(): Item[] {
    return this.lists.flat();
  }

  private listOf(keyId: Id): Item[] {
    const { length } = keyId;
    const low = keyId.charCodeAt(length - 1);
    const high = length > 1 ? keyId.charCodeAt(length - 2) : 0;
    return this.lists[(low * 31 + high) % LISTS] as Item[];
  }
}
