// Reads records in the order of (key id, key), as they lie there.
import {
  PageBuilder,
  segmentsOf,
  type Arc,
  type Page,
  type PageLimit,
  type Position,
  type Segment,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import type { RecordNames } from './record-names';

export class ArcReader {
  constructor(
    private readonly records: Database<Buffer, Buffer>,
    private readonly names: RecordNames,
  ) {}

  /** @param decode is given bytes that are valid until the next reading; may throw StoreError `CORRUPT` */
  page<Item>(
    arc: Arc,
    limit: PageLimit,
    decode: (position: Position, bytes: Uint8Array) => Item,
  ): Page<Item> {
    const { records, names } = this;
    const page = new PageBuilder<Item>(limit);
    for (const segment of segmentsOf(arc, limit.after)) {
      for (const { key, value } of records.getRange(names.rangeOf(segment))) {
        const position = names.positionOf(key);
        const take = (): Item => decode(position, value);
        if (!page.take(() => position, value.length, take)) return page.build();
      }
    }
    return page.build();
  }

  *bytesIn(segment: Segment): Iterable<Uint8Array> {
    for (const { value } of this.records.getRange(this.names.rangeOf(segment))) yield value;
  }
}
