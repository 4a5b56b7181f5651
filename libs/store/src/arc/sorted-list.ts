// A sorted list in pieces, so that a change moves few items however many there are.

const PIECE_MAX = 512;

export class SortedList<Item> {
  /** No piece is empty. */
  private pieces: Item[][] = [];

  constructor(private readonly compare: (a: Item, b: Item) => number) {}

  /** Adds an item; it replaces an equal one. */
  add(item: Item): void {
    if (this.pieces.length === 0) {
      this.pieces.push([item]);
      return;
    }
    const isBefore = (other: Item): boolean => this.compare(other, item) < 0;
    const index = Math.min(this.pieceOf(isBefore), this.pieces.length - 1);
    const piece = this.pieces[index] as Item[];
    const place = halve(piece, isBefore);
    const present = piece[place];
    const replaces = present !== undefined && this.compare(present, item) === 0;
    piece.splice(place, replaces ? 1 : 0, item);
    if (piece.length > PIECE_MAX) this.pieces.splice(index + 1, 0, piece.splice(PIECE_MAX / 2));
  }

  remove(item: Item): void {
    const isBefore = (other: Item): boolean => this.compare(other, item) < 0;
    const index = this.pieceOf(isBefore);
    const piece = this.pieces[index];
    if (!piece) return;
    const place = halve(piece, isBefore);
    const present = piece[place];
    if (present === undefined || this.compare(present, item) !== 0) return;
    piece.splice(place, 1);
    if (piece.length === 0) this.pieces.splice(index, 1);
  }

  clear(): void {
    this.pieces = [];
  }

  /** In order, from the first item for which `isBefore` is false. */
  *from(isBefore: (item: Item) => boolean): Generator<Item> {
    const first = this.pieceOf(isBefore);
    for (let index = first; index < this.pieces.length; index += 1) {
      const piece = this.pieces[index] as Item[];
      const start = index === first ? halve(piece, isBefore) : 0;
      for (let place = start; place < piece.length; place += 1) yield piece[place] as Item;
    }
  }

  /** The index of the first piece whose last item is not before. */
  private pieceOf(isBefore: (item: Item) => boolean): number {
    return halve(this.pieces, (piece) => isBefore(piece[piece.length - 1] as Item));
  }
}

/** The first index of a sorted array for which `isBefore` is false. */
export function halve<Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
