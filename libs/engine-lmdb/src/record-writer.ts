// Writes records in groups: into the log, which makes them durable, and by checkpoints into the tree.
import {
  compareVersions,
  compareWithReplaced,
  encodeRecord,
  readableHeadAt,
  replacedBy,
  StoreError,
  type Batch,
  type PlacedRecord,
  type Position,
  type RecordHead,
} from '@chord-dht/store';
import { appendParts, type Appending } from './append-parts';
import { Checkpoints } from './checkpoints';
import { closed } from './engine-error';
import { GroupCommit } from './group-commit';
import { LateWriter } from './late-writer';
import type { LmdbParts } from './lmdb-parts';
import { readEntry } from './log-entry';
import type { LogEntry } from './log-frame';
import { nativeChecksum } from './native-checksum';
import { OpenGroup } from './open-group';
import type { PlaceReader } from './place-reader';
import type { RecordCache } from './record-cache';
import { TreeWriter } from './tree-writer';
import { WriteGate } from './write-gate';
import { WriteGroups, type Lane } from './write-groups';

/** The readers of places, which learn of what changes there. */
export type ToldPlaces = Pick<PlaceReader, 'changed' | 'cleared' | 'isEmpty'>;

export class RecordWriter {
  readonly group: OpenGroup;
  readonly groups: WriteGroups;
  private readonly gate = new WriteGate();
  private readonly checkpoints: Checkpoints;
  private readonly commits: GroupCommit;
  private readonly late: LateWriter;
  private failed: StoreError | undefined;
  private isEnded = false;
  private readonly appending: Appending = {
    put: (item, isNew) => this.putIfLater(item, 1, isNew),
    isEmpty: (first, last) => this.places.isEmpty(first.position, last.position),
  };

  constructor(
    private readonly parts: LmdbParts,
    cache: RecordCache,
    private readonly places: ToldPlaces,
  ) {
    const { log, figures, names, unwritten } = parts;
    this.group = new OpenGroup(parts, cache);
    this.groups = new WriteGroups({
      hasRoom: (isBulk) => this.checkpoints.hasRoom(isBulk),
      end: () => this.endGroup(),
    });
    const { groups } = this;
    this.checkpoints = new Checkpoints({
      ...parts,
      tree: new TreeWriter(parts),
      idBytes: names.idBytes,
      onFailure: (error) => groups.stop(this.fail(error)),
      onRoom: () => this.afterCheckpoint(),
    });
    const { checkpoints } = this;
    this.commits = new GroupCommit({ log, checkpoints, figures, known: cache });
    parts.space.backlog = {
      get bytes() {
        return unwritten.bytes;
      },
      settle: () => checkpoints.settle(),
    };
    const { late } = parts.indexes;
    this.late = new LateWriter({ late, list: (most) => checkpoints.listLate(most) });
  }

  get isClosed(): boolean {
    return this.isEnded;
  }

  append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void {
    if (this.isEnded) return void setImmediate(() => done(closed()));
    appendParts(this.groups, items, this.appending, done);
  }

  write(batch: Batch): Promise<void> {
    if (this.isEnded) return Promise.reject(closed());
    const put = (batch.put ?? []).map((record) => ({
      position: { keyId: record.keyId, key: record.key },
      bytes: encodeRecord(record, nativeChecksum),
    }));
    const size = put.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const isRemoval = (batch.put ?? []).every(({ deleted }) => deleted);
    return this.inOrder(put.length > 0 ? { size, isRemoval } : undefined, () => {
      for (const item of put) this.putIfLater(item, 0);
      for (const item of batch.drop ?? [])
        this.remove(item, (head) => !!head && compareVersions(head.version, item.version) === 0);
      for (const item of batch.dropCorrupt ?? []) this.remove(item, (head) => !head);
    });
  }

  clear(): Promise<void> {
    if (this.isEnded) return Promise.reject(closed());
    this.parts.space.noteState(0);
    return this.inOrder(undefined, () => this.clearNow(), true);
  }

  putState(name: string, value: string): Promise<void> {
    if (this.isEnded) return Promise.reject(closed());
    this.parts.space.noteState(value.length);
    return this.grouped(() => this.group.putState(name, value));
  }

  /** Counts what lies in a place, and cannot be read, as what it is. */
  doubt(position: Position): void {
    const { group, groups } = this;
    groups.run({ apply: () => group.doubt(position), done: () => undefined });
  }

  /** Resolves when the tree has what the log has. */
  settle(): Promise<void> {
    return this.checkpoints.settle();
  }

  /** Takes up what the log has and the tree has not. To be called before anything else. */
  async replay(entries: readonly LogEntry[]): Promise<void> {
    const { group, commits, checkpoints } = this;
    for (const { sequence, payload } of entries) {
      readEntry(payload, {
        put: (name, bytes) => this.putAgain(name, bytes),
        remove: (name) => this.putAgain(name, undefined),
        putState: (name, value) => group.putState(name, value),
      });
      commits.replay(group.end(), sequence);
      if (!checkpoints.hasRoom(true)) await checkpoints.settle();
    }
    await checkpoints.settle();
  }

  /** Ends what was begun, and leaves a tree that needs no log. */
  async close(): Promise<void> {
    this.isEnded = true;
    await this.gate.quiet();
    await this.groups.quiet();
    await this.emptyLog().catch(() => undefined);
  }

  /** A commit that fails here was told to `onFatal`, and the log has what the tree lacks. */
  private async emptyLog(): Promise<void> {
    await this.checkpoints.settle();
    await this.late.finish();
    await this.checkpoints.close(this.parts.closedState);
  }

  private grouped(apply: () => void, lane: Lane = 'small'): Promise<void> {
    return new Promise((resolve, reject) => {
      this.groups.run({ apply, done: (error) => (error ? reject(error) : resolve()) }, lane);
    });
  }

  /**
   * @param puts to be admitted first; `undefined` when nothing is to be put
   * @param isAll all records are concerned
   */
  private inOrder(
    puts: { readonly size: number; readonly isRemoval: boolean } | undefined,
    apply: () => void,
    isAll = false,
  ): Promise<void> {
    // A batch must not go ahead of others, nor of records that it may take away.
    const lane = (): Lane => (isAll ? 'alone' : this.groups.hasBulk ? 'bulk' : 'small');
    return this.gate.run(
      () => !puts || this.parts.space.admitNow(puts.size, puts.isRemoval),
      () => this.grouped(apply, lane()),
    );
  }

  /**
   * @param orderMin how the version has to compare with the one that is there
   * @param isNew nothing that is committed is there
   */
  private putIfLater({ position, bytes }: PlacedRecord, orderMin: 0 | 1, isNew = false): void {
    const name = this.parts.names.bytesOf(position);
    const before = this.group.replaced(position, name, nativeChecksum, isNew);
    if (compareWithReplaced(bytes, position, before, nativeChecksum) < orderMin) return;
    this.places.changed(position);
    this.group.put(position, name, bytes, { before, isMoved: isNew });
  }

  /** @param isMeant told what the head says; `undefined` when it is unreadable */
  private remove(position: Position, isMeant: (head: RecordHead | undefined) => boolean): void {
    const name = this.parts.names.bytesOf(position);
    const stored = this.group.stored(position, name);
    if (!stored || !isMeant(readableHeadAt(position, stored, nativeChecksum))) return;
    this.places.changed(position);
    this.group.remove(position, name, replacedBy(stored, nativeChecksum));
  }

  private clearNow(): void {
    this.places.cleared();
    this.group.clear();
  }

  private putAgain(name: Buffer, bytes: Buffer | undefined): void {
    const { group } = this;
    const position = this.parts.names.positionOf(name);
    const before = group.replaced(position, name, nativeChecksum, false);
    this.places.changed(position);
    if (bytes) group.put(position, name, bytes, { before, isMoved: false });
    else group.remove(position, name, before);
  }

  private endGroup(): Promise<void> | undefined {
    const durable = this.commits.commit(this.group.end());
    return durable?.catch((error: unknown) => {
      throw this.fail(error);
    });
  }

  private afterCheckpoint(): void {
    this.late.watch();
    this.groups.resume();
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
