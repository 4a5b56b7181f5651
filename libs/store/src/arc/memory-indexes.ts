// The indexes of the engine in memory: by name, and by the time at which records end.
import type { Id } from '@chord-dht/chord';
import type { EndLimit, EndMark, NameLimit, NameMark, NamePage } from './index-pages';
import { comparePositions, type Position } from '../record/position';
import { endOf, isSameEnd, type EndKind } from '../record/ends';
import { currentHead } from '../record/record-codec';
import { isDeletedIn } from '../record/record-bytes';
import { compareNames, isBeforePage } from './names-within';
import { SortedList } from './sorted-list';

interface EndEntry extends EndMark {
  readonly kind: EndKind;
}

export class MemoryIndexes {
  private readonly names = new SortedList<Position>(compareNames);
  private readonly ends = new SortedList<EndEntry>(compareEnds);

  /** Replaces the entries of a record by those of another; `undefined` stands for no record. */
  change({ keyId, key }: Position, before?: Uint8Array, after?: Uint8Array): void {
    const old = before && currentHead(before);
    const wasListed = before && !old ? undefined : old !== undefined && !isDeletedIn(old);
    const head = after && currentHead(after);
    const isListed = after !== undefined && (!head || !isDeletedIn(head));
    if (isListed && !wasListed) this.names.add({ keyId, key });
    if (!isListed && wasListed !== false) this.names.remove({ keyId, key });
    const end = head && endOf(head);
    const oldEnd = old && endOf(old);
    if (isSameEnd(end, oldEnd)) return;
    if (oldEnd) this.ends.remove({ ...oldEnd, keyId, key });
    if (end) this.ends.add({ ...end, keyId, key });
  }

  clear(): void {
    this.names.clear();
    this.ends.clear();
  }

  scanNames(limit: NameLimit, isWanted: (keyId: Id) => boolean): NamePage {
    const items: Position[] = [];
    let looked = 0;
    let last: NameMark | null = null;
    for (const { keyId, key } of this.names.from(isBeforePage(limit))) {
      if (!key.startsWith(limit.prefix)) break;
      if (looked >= limit.looks || items.length >= limit.items) return { items, next: last };
      looked += 1;
      last = { key, isWhole: false };
      if (isWanted(keyId)) items.push({ keyId, key });
    }
    return { items, next: null };
  }

  /** The entries that have ended, earliest first. */
  *ended({ kind, untilMs, after }: Omit<EndLimit, 'records'>): Generator<EndMark> {
    const isBefore = (entry: EndEntry): boolean =>
      entry.kind < kind ||
      (after !== null && entry.kind === kind && compareEnds(entry, { ...after, kind }) <= 0);
    for (const entry of this.ends.from(isBefore)) {
      if (entry.kind !== kind || entry.atMs > untilMs) return;
      yield entry;
    }
  }

  /** Removes an entry that does not match the stored record. */
  forgetEnd(entry: EndMark, kind: EndKind): void {
    this.ends.remove({ ...entry, kind });
  }
}

function compareEnds(a: EndEntry, b: EndEntry): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.atMs - b.atMs || comparePositions(a, b);
}
