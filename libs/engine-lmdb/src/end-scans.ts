// Reads what has ended off the index by time, and takes entries away that tell of no record.
import {
  endOfHead,
  isSameEnd,
  readableHeadAt,
  type Checksum,
  type End,
  type EndLimit,
  type EndMark,
  type EndPage,
  type Position,
  type RecordHead,
} from '@chord-dht/store';
import type { OpenGroup } from './open-group';
import type { RecordIndexes } from './record-indexes';
import type { RecordNames } from './record-names';
import type { WriteGroups } from './write-groups';

export interface EndScansParts {
  readonly indexes: RecordIndexes;
  readonly names: RecordNames;
  readonly group: OpenGroup;
  readonly groups: WriteGroups;
  readonly checksum: Checksum;
  /** What lies in a place; valid until the next reading. */
  readonly borrow: (position: Position) => Uint8Array | undefined;
}

export class EndScans {
  constructor(private readonly parts: EndScansParts) {}

  scan(limit: EndLimit): EndPage {
    const { indexes, borrow, checksum } = this.parts;
    const { kind, records } = limit;
    const items: RecordHead[] = [];
    const corrupt: Position[] = [];
    let last: EndMark | null = null;
    for (const mark of indexes.ended(limit)) {
      if (items.length + corrupt.length >= records) return { items, corrupt, next: last };
      last = mark;
      const { keyId, key, atMs } = mark;
      const bytes = borrow(mark);
      const head = bytes && readableHeadAt(mark, bytes, checksum);
      if (bytes && !head) corrupt.push({ keyId, key });
      else if (head && isSameEnd(endOfHead(head), { kind, atMs })) items.push(head);
      else this.forget(mark, { kind, atMs });
    }
    return { items, corrupt, next: null };
  }

  /** Unless a record has come to be there meanwhile. */
  private forget(position: Position, end: End): void {
    const { names, group, groups, checksum } = this.parts;
    const name = names.bytesOf(position);
    const apply = (): void => {
      const stored = group.stored(position, name);
      const head = stored && readableHeadAt(position, stored, checksum);
      if (!head || !isSameEnd(endOfHead(head), end)) group.forgetEnd(position, end, name);
    };
    groups.run({ apply, done: () => undefined });
  }
}
