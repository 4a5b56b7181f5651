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
import type { Row } from './sorted-rows';
import type { Unwritten } from './unwritten';

interface Found {
  readonly key: Buffer;
  readonly bytes: Uint8Array;
}

export class ArcReader {
  constructor(
    private readonly records: Database<Buffer, Buffer>,
    private readonly names: RecordNames,
    private readonly unwritten: Unwritten,
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

  /** What is in the tree, and what is not there yet. */
  private *within(segment: Segment): Iterable<Found> {
    const range = this.names.rangeOf(segment);
    const fresh = this.unwritten.rows('places', range);
    let at = 0;
    // A range of LMDB that comes with its values allocates each: 1 MB for a look at a head.
    for (const key of this.records.getKeys(range)) {
      let order = 1;
      for (; at < fresh.length; at += 1) {
        order = Buffer.compare((fresh[at] as Row).key, key);
        if (order >= 0) break;
        yield* foundIn(fresh[at] as Row);
      }
      // What is not in the tree yet takes its place.
      if (at < fresh.length && order === 0) continue;
      const bytes = this.records.getBinaryFast(key);
      if (bytes) yield { key, bytes: withinBounds(bytes) };
    }
    for (; at < fresh.length; at += 1) yield* foundIn(fresh[at] as Row);
  }
}

/** Nothing, where what was there is gone. */
function foundIn({ key, touched }: Row): readonly Found[] {
  return touched.bytes ? [{ key, bytes: touched.bytes }] : [];
}
