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
import { withinBounds } from './borrowed';
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
    decode: (name: Buffer, bytes: Uint8Array) => Item,
  ): Page<Item> {
    const page = new PageBuilder<Item>(limit);
    for (const segment of segmentsOf(arc, limit.after)) {
      for (const { key, bytes } of this.within(segment)) {
        const position = (): Position => this.names.positionOf(key);
        const take = (): Item => decode(key, bytes);
        if (!page.take(position, bytes.length, take)) return page.build();
      }
    }
    return page.build();
  }

  /** Each is valid until the next reading. */
  *bytesIn(segment: Segment): Iterable<Uint8Array> {
    for (const { bytes } of this.within(segment)) yield bytes;
  }

  /** A range of LMDB that comes with its values allocates each: 1 MB for a look at a head. */
  private *within(
    segment: Segment,
  ): Iterable<{ readonly key: Buffer; readonly bytes: Uint8Array }> {
    for (const key of this.records.getKeys(this.names.rangeOf(segment))) {
      const bytes = this.records.getBinaryFast(key);
      if (bytes) yield { key, bytes: withinBounds(bytes) };
    }
  }
}
