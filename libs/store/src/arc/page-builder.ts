// Decides when a page of a scan is full; the engines share it.
import { StoreError } from '../base/errors';
import type { Position } from '../record/position';
import type { Page, PageLimit } from './record-store';

export class PageBuilder<Item> {
  private readonly items: Item[] = [];
  private readonly corrupt: Position[] = [];
  private bytes = 0;
  private lastOf: (() => Position) | null = null;
  private full = false;

  constructor(private readonly limit: PageLimit) {}

  /**
   * Adds the next record of the range.
   * @param position called when it is needed
   * @param size of the encoded record in bytes
   * @param decode may throw StoreError `CORRUPT`
   * @returns false when the page is full; the record is not part of it then
   */
  take(position: () => Position, size: number, decode: () => Item): boolean {
    const { records, bytes } = this.limit;
    const seen = this.items.length + this.corrupt.length;
    const tooLarge = bytes !== undefined && seen > 0 && this.bytes + size > bytes;
    if (seen >= records || tooLarge) {
      this.full = true;
      return false;
    }
    this.bytes += size;
    this.lastOf = position;
    try {
      this.items.push(decode());
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'CORRUPT') throw error;
      this.corrupt.push(position());
    }
    return true;
  }

  build(): Page<Item> {
    return {
      items: this.items,
      corrupt: this.corrupt,
      next: this.full && this.lastOf ? this.lastOf() : null,
    };
  }
}
