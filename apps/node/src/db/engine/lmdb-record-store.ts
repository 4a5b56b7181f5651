// Keeps records in an LMDB environment: a B+ tree on disk, mapped into memory, written by copying pages.
import type { Id } from '@chord-dht/chord';
import {
  compareVersions,
  encodeRecord,
  FigureCounter,
  headAt,
  PageBuilder,
  readableHeadAt,
  recordAt,
  segmentsOf,
  StoreError,
  type Arc,
  type Batch,
  type Page,
  type PageLimit,
  type Position,
  type RecordHead,
  type RecordStore,
  type StoredRecord,
  type StoreFigures,
} from '@chord-dht/store';
import { asBinary, type Database, type RootDatabase } from 'lmdb';
import { withinBounds } from './borrowed';
import type { FreeSpace } from './free-space';
import type { RecordNames } from './record-names';
import { WriteOrder } from './write-order';

export type Durability = 'flush' | 'commit';

export interface LmdbParts {
  readonly root: RootDatabase;
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly names: RecordNames;
  readonly space: FreeSpace;
  readonly durability: Durability;
  readonly onFatal: (error: unknown) => void;
  /** Lets go of the directory. */
  readonly release: () => Promise<void>;
}

export class LmdbRecordStore implements RecordStore {
  readonly engine = 'lmdb';
  private readonly order = new WriteOrder();
  private readonly counter = new FigureCounter();
  private failed: StoreError | undefined;

  constructor(private readonly parts: LmdbParts) {
    for (const { value } of parts.records.getRange({})) this.counter.replace(undefined, value);
  }

  get(keyId: Id, key: string): StoredRecord | undefined {
    const position = { keyId, key };
    const bytes = this.borrow(this.parts.names.bytesOf(position));
    return bytes && recordAt(position, bytes);
  }

  async admit(bytes: number): Promise<void> {
    await this.parts.space.admit(bytes);
  }

  write({ put = [], drop = [], dropCorrupt = [] }: Batch): Promise<void> {
    const encoded = put.map((record) => ({ record, bytes: encodeRecord(record) }));
    return this.order.run(
      [...put, ...drop, ...dropCorrupt].map(({ key }) => key),
      async () => {
        if (this.failed) throw this.failed;
        if (encoded.length > 0)
          await this.parts.space.admit(encoded.reduce((sum, { bytes }) => sum + bytes.length, 0));
        // All of this within one turn of the event loop, which is one transaction.
        const { records, names } = this.parts;
        for (const { record, bytes } of encoded) {
          const name = names.bytesOf(record);
          this.counter.replace(this.borrow(name), bytes);
          this.watch(records.put(name, asBinary(bytes) as unknown as Buffer));
        }
        for (const item of drop)
          this.remove(item, (head) => !!head && compareVersions(head.version, item.version) === 0);
        for (const item of dropCorrupt) this.remove(item, (head) => !head);
        await this.durable();
      },
    );
  }

  scan(arc: Arc, limit: PageLimit): Page<StoredRecord> {
    return this.page(arc, limit, recordAt);
  }

  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead> {
    return this.page(arc, limit, headAt);
  }

  count(arc: Arc): number {
    const { records, names } = this.parts;
    return segmentsOf(arc).reduce(
      (sum, segment) => sum + records.getKeysCount(names.rangeOf(segment)),
      0,
    );
  }

  figures(): StoreFigures {
    return this.counter.figures;
  }

  async clear(): Promise<void> {
    await this.order.quiet();
    this.watch(this.parts.records.clearAsync());
    this.counter.clear();
    await this.durable();
  }

  getState(name: string): string | undefined {
    return this.parts.state.get(name);
  }

  async putState(name: string, value: string): Promise<void> {
    if (this.failed) throw this.failed;
    this.watch(this.parts.state.put(name, value));
    await this.durable();
  }

  async close(): Promise<void> {
    await this.order.quiet();
    await this.parts.release();
  }

  /** What lies under a name; valid until the next reading. */
  private borrow(name: Buffer): Uint8Array | undefined {
    const bytes = this.parts.records.getBinaryFast(name);
    return bytes && withinBounds(bytes);
  }

  /** @param isMeant told what the head says; `undefined` when it is unreadable */
  private remove(position: Position, isMeant: (head: RecordHead | undefined) => boolean): void {
    const { records, names } = this.parts;
    const name = names.bytesOf(position);
    const before = this.borrow(name);
    if (!before || !isMeant(readableHeadAt(position, before))) return;
    this.counter.replace(before, undefined);
    this.watch(records.remove(name));
  }

  private page<Item>(
    arc: Arc,
    limit: PageLimit,
    decode: (position: Position, bytes: Uint8Array) => Item,
  ): Page<Item> {
    const { records, names } = this.parts;
    const page = new PageBuilder<Item>(limit);
    for (const segment of segmentsOf(arc, limit.after)) {
      for (const { key, value } of records.getRange(names.rangeOf(segment))) {
        const position = names.positionOf(key);
        if (
          !page.take(
            () => position,
            value.length,
            () => decode(position, value),
          )
        )
          return page.build();
      }
    }
    return page.build();
  }

  /** Resolves when what was written in this turn is committed, and on the disk itself if that was asked for. */
  private async durable(): Promise<void> {
    const { root, durability } = this.parts;
    const flushed = durability === 'flush' ? Promise.resolve(root.flushed) : undefined;
    flushed?.catch(() => undefined);
    try {
      await root.committed;
      await flushed;
    } catch (error) {
      throw this.fail(error);
    }
  }

  private watch(written: Promise<unknown>): void {
    written.catch((error: unknown) => this.fail(error));
  }

  /** What a commit that failed has left in memory is not known: this process must write nothing more. */
  private fail(error: unknown): StoreError {
    (error as { commitError?: Promise<unknown> }).commitError?.catch(() => undefined);
    if (!this.failed) {
      this.failed = new StoreError('UNAVAILABLE', 'The engine could not commit; the node stops.', {
        outcome: 'unknown',
      });
      this.parts.onFatal(error);
    }
    return this.failed;
  }
}
