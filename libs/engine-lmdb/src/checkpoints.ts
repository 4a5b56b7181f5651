// Between the log and the tree: keeps what is acknowledged in memtables, and puts them into the tree one after the other.
import { Changes } from './changes';
import { FigureRows } from './figure-rows';
import { ARENA_BYTES, Memtable } from './memtable';
import type { Durability } from './lmdb-parts';
import { closedAt } from './open-log';
import type { Batch, TreeWriter, Written } from './tree-writer';
import type { Unwritten } from './unwritten';
import type { WriteLog } from './write-log';

/** A write waits so long for others that share its checkpoint. */
const WAIT_MS = 200;
/** Of memtables that wait for the tree, or are on their way into it: then small writes wait as well. */
const WAITING_MAX = 4;
/** Many records that are moved leave room to small writes. */
const WAITING_MAX_FOR_BULK = 2;
/** The log grows no further before a flush of the tree is over. */
const LOG_BYTES_MAX = 32 * ARENA_BYTES;

export interface CheckpointParts {
  readonly log: WriteLog;
  /** The sequence number of the last entry of the log that the tree has. */
  readonly applied: number;
  readonly tree: TreeWriter;
  readonly unwritten: Unwritten;
  /** The size of the id that the bytes of a place begin with. */
  readonly idBytes: number;
  readonly durability: Durability;
  /** Is called for a commit that failed. */
  readonly onFailure: (error: unknown) => void;
  /** Is called when there is room again. */
  readonly onRoom: () => void;
}

export class Checkpoints {
  private open: Memtable;
  /** The earliest first. */
  private readonly waiting: Memtable[] = [];
  private readonly spare: Memtable[] = [];
  /** Transactions that are not flushed. One at a time, so that the flush of an entry of the log waits for no more. */
  private underWay = 0;
  /** Memtables, ever. */
  private closedCount = 0;
  private committedCount = 0;
  private applied: number;
  /** Of the latest transaction. */
  private last: Written = { committed: Promise.resolve(), flushed: Promise.resolve() };
  private timer: NodeJS.Timeout | undefined;
  private isScheduled = false;
  /** An entry that is on its way into the log lies in the buffer of the open memtable: that one stays open. */
  private isReserved = false;
  private isDue = false;
  private readonly whenTakenUp: (() => void)[] = [];

  constructor(private readonly parts: CheckpointParts) {
    this.applied = parts.applied;
    this.open = this.nextTable();
  }

  hasRoom(isBulk: boolean): boolean {
    const most = isBulk ? WAITING_MAX_FOR_BULK : WAITING_MAX;
    return this.waiting.length + this.underWay < most && this.parts.log.bytes < LOG_BYTES_MAX;
  }

  /** Room for an entry of the log, of at most `ARENA_BYTES`; `absorb` or `giveUp` follows. */
  reserve(bytes: number): Buffer {
    let entry = this.open.reserve(bytes);
    if (!entry) {
      this.closeAndSchedule();
      entry = this.open.reserve(bytes) as Buffer;
    }
    this.isReserved = true;
    return entry;
  }

  /** Where the figures of what `absorb` takes up next are collected. */
  get figures(): FigureRows {
    return this.open.figures;
  }

  /**
   * Takes up what is acknowledged now.
   * @param sequence of its entry in the log, or of the last one when it needs none
   */
  absorb(changes: Changes, sequence: number): void {
    this.open.absorb(changes, sequence);
    this.giveUp();
    if (this.open.isFull || this.isDue) this.closeAndSchedule();
    else this.timer ??= setTimeout(() => this.closeWhenDue(), WAIT_MS).unref();
  }

  /** What was reserved is needed no more. */
  giveUp(): void {
    this.isReserved = false;
    for (const goOn of this.whenTakenUp.splice(0)) goOn();
  }

  /** Writes a group past the log, behind all that came before it. Resolves when it is durable. */
  async writeThrough(batch: Batch): Promise<void> {
    this.closeTable();
    const written = this.write(this.waiting.splice(0), [batch]);
    if (this.parts.durability === 'flush') await written.flushed;
    await written.committed;
  }

  /** Resolves when the tree has all that is acknowledged now. */
  async settle(): Promise<void> {
    if (this.isReserved) {
      this.isDue = true;
      await new Promise<void>((resolve) => this.whenTakenUp.push(resolve));
    } else this.closeTable();
    const wanted = this.closedCount;
    while (this.committedCount < wanted) {
      if (this.underWay === 0) this.writeNext();
      const { committed, flushed } = this.last;
      await (this.waiting.length > 0 ? flushed : committed);
    }
  }

  /**
   * Lists some of the names that are late. Resolves when they are flushed. The next memtable goes along: who lists them
   * without a pause would keep it waiting.
   */
  async listLate(most: number): Promise<void> {
    await this.write(this.waiting.splice(0, 1), [], most).flushed;
  }

  /**
   * Resolves when the tree alone has everything, flushed.
   * @param state goes into its last transaction
   */
  async close([name, value]: readonly [string, string]): Promise<void> {
    await this.settle();
    const { tree, log } = this.parts;
    const changes = new Changes();
    changes.states.set(name, value);
    const last = { changes, figures: new FigureRows() };
    const { committed, flushed } = tree.write([last], closedAt(log.sequence));
    await Promise.all([committed, flushed]);
  }

  private closeWhenDue(): void {
    if (this.isReserved) this.isDue = true;
    else this.closeAndSchedule();
  }

  private closeAndSchedule(): void {
    this.closeTable();
    this.schedule();
  }

  /** The group that is being put together comes first. */
  private schedule(): void {
    if (this.isScheduled || this.waiting.length === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      if (this.underWay === 0 && this.waiting.length > 0) this.writeNext();
    });
  }

  private closeTable(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = false;
    if (this.open.isEmpty) return;
    this.waiting.push(this.open);
    this.closedCount += 1;
    this.open = this.nextTable();
    this.parts.log.turn();
  }

  private writeNext(): void {
    this.write(this.waiting.splice(0, 1), []);
  }

  private write(tables: readonly Memtable[], others: readonly Batch[], lateMost = 0): Written {
    const { log, tree, onFailure, onRoom } = this.parts;
    const applied = tables.at(-1)?.sequence ?? this.applied;
    this.applied = applied;
    const written = tree.write([...tables, ...others], String(applied), lateMost);
    this.last = written;
    this.underWay += 1;
    written.committed.then(() => this.committed(tables), onFailure);
    written.flushed.then(() => {
      this.underWay -= 1;
      log.release(applied);
      this.schedule();
      onRoom();
    }, onFailure);
    return written;
  }

  private committed(tables: readonly Memtable[]): void {
    this.committedCount += tables.length;
    for (const table of tables) {
      this.parts.unwritten.remove(table);
      table.reset();
      this.spare.push(table);
    }
  }

  private nextTable(): Memtable {
    const table = this.spare.pop() ?? new Memtable(this.parts.idBytes);
    this.parts.unwritten.add(table);
    return table;
  }
}
