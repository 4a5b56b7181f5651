// Keeps records of one process on a virtual disk: a write is visible after the commit and durable after the flush.
import {
  MemoryRecordStore,
  StoreError,
  type ArcFigures,
  type Batch,
  type BucketFigures,
  type EndLimit,
  type EndPage,
  type NameLimit,
  type NamePage,
  type OnPut,
  type PackedPage,
  type Page,
  type PageLimit,
  type PlacedRecord,
  type Position,
  type RecordHead,
  type RecordStore,
  type Room,
  type StoredRecord,
  type StoreFigures,
  type Arc,
} from '@chord-dht/store';
import type { Change } from './disk-image';
import type { DiskUser, VirtualDisk } from './virtual-disk';

/** This process sees the engine in memory; the disk behind it is what the next process finds. */
export class DiskStore implements RecordStore {
  readonly engine = 'virtual';
  private readonly seen = new MemoryRecordStore();
  readonly checksum = this.seen.checksum;
  private failed = false;
  /** The time at which the write before this one is committed, and at which it is flushed. */
  private commitAtMs = 0;
  private flushAtMs = 0;

  constructor(
    private readonly disk: VirtualDisk,
    private readonly user: DiskUser,
  ) {
    // The engine in memory completes its writes before it returns.
    void this.seen.write({ put: disk.image.records() });
    for (const [name, value] of disk.image.state) void this.seen.putState(name, value);
  }

  get(keyId: string, key: string): StoredRecord | undefined {
    return this.seen.get(keyId, key);
  }

  read(position: Position): Uint8Array | undefined {
    return this.seen.read(position);
  }

  admitNow(bytes = 0, isRemoval = false): true | Promise<void> {
    return this.disk.isFull && !isRemoval ? this.admit(bytes) : true;
  }

  append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void {
    void this.commit({ kind: 'append', items }).then(() => done());
  }

  async admit(_bytes = 0, isRemoval = false): Promise<void> {
    if (this.disk.isFull && !isRemoval)
      throw new StoreError('STORAGE_FULL', 'The virtual disk is full.', { outcome: 'not-applied' });
  }

  async room(): Promise<Room> {
    return { freeBytes: this.disk.isFull ? 0 : Infinity, isFull: this.disk.isFull };
  }

  write(batch: Batch): Promise<void> {
    if (this.disk.isFull && (batch.put ?? []).some(({ deleted }) => !deleted)) return this.admit();
    // A copy, because the caller may reuse its bytes.
    const put = (batch.put ?? []).map((record) => ({ ...record, value: record.value.slice() }));
    return this.commit({ kind: 'batch', batch: { ...batch, put } });
  }

  scan(arc: Arc, limit: PageLimit): Page<StoredRecord> {
    return this.seen.scan(arc, limit);
  }

  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead> {
    return this.seen.scanHeads(arc, limit);
  }

  scanPacked(arc: Arc, limit: PageLimit): PackedPage {
    return this.seen.scanPacked(arc, limit);
  }

  scanNames(limit: NameLimit, isWanted?: (keyId: string) => boolean): NamePage {
    return this.seen.scanNames(limit, isWanted);
  }

  scanEnds(limit: EndLimit): EndPage {
    return this.seen.scanEnds(limit);
  }

  borrowHead(position: Position): Uint8Array | undefined {
    return this.seen.borrowHead(position);
  }

  count(arc: Arc): number {
    return this.seen.count(arc);
  }

  figures(): StoreFigures {
    return this.seen.figures();
  }

  figuresOf(arc: Arc): ArcFigures {
    return this.seen.figuresOf(arc);
  }

  sumOf(arc: Arc): BucketFigures {
    return this.seen.sumOf(arc);
  }

  bucket(bucket: number): BucketFigures {
    return this.seen.bucket(bucket);
  }

  observe(onPut: OnPut): void {
    this.seen.observe(onPut);
  }

  clear(): Promise<void> {
    return this.commit({ kind: 'clear' });
  }

  getState(name: string): string | undefined {
    return this.seen.getState(name);
  }

  putState(name: string, value: string): Promise<void> {
    return this.commit({ kind: 'state', name, value });
  }

  close(): Promise<void> {
    const { clock } = this.user;
    return new Promise((resolve) => void clock.after(this.flushAtMs - clock.nowMs(), resolve));
  }

  /** Commits one after another, as the engine does. */
  private commit(change: Change): Promise<void> {
    const { clock } = this.user;
    const nowMs = clock.nowMs();
    const { commitMs, flushMs } = this.disk.drawTimes();
    this.commitAtMs = Math.max(this.commitAtMs, nowMs) + commitMs;
    this.flushAtMs = Math.max(this.flushAtMs, this.commitAtMs + flushMs);
    const untilFlushMs = this.flushAtMs - this.commitAtMs;
    return new Promise((resolve) => {
      clock.after(this.commitAtMs - nowMs, () => {
        if (this.hasFailed()) return;
        this.show(change);
        this.disk.committed(change);
        clock.after(untilFlushMs, () => {
          this.disk.flushed(change);
          resolve();
        });
      });
    });
  }

  private show(change: Change): void {
    if (change.kind === 'batch') void this.seen.write(change.batch);
    else if (change.kind === 'append') this.seen.append(change.items, () => undefined);
    else if (change.kind === 'state') void this.seen.putState(change.name, change.value);
    else void this.seen.clear();
  }

  /** The state after a failed commit is unknown, so the process ends: no waiting write is ever answered. */
  private hasFailed(): boolean {
    if (this.disk.failsNext) {
      this.disk.failsNext = false;
      this.failed = true;
      this.user.onFatal();
    }
    return this.failed;
  }
}
