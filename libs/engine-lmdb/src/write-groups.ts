// Gathers writes into groups: one is on its way to the disk at a time, and what is asked for meanwhile is the next. So a
// flush is shared by all that waited, and no write has a promise of its own. Small writes go ahead of many records that
// are moved.

export interface WriteTask {
  /** Puts its part into the group. It reads what is acknowledged, or of this group. */
  apply(): void;
  /** Called once when the group is over. */
  done(error?: unknown): void;
}

/**
 * `small` goes ahead of `bulk`, of which there is much. `alone` comes after all that was asked for before it, and before
 * all that is asked for later, in a group of its own.
 */
export type Lane = 'small' | 'bulk' | 'alone';

export interface GroupHost {
  /** False while so much waits for the tree that a group has to wait; `WriteGroups.resume` is called afterwards. */
  hasRoom(isBulk: boolean): boolean;
  /**
   * Called when all tasks of a group have been applied. Resolves when it is durable; at once, with `undefined`, when
   * there is nothing to wait for. After a failure nothing more is written.
   */
  end(): Promise<void> | undefined;
}

interface Group {
  readonly tasks: WriteTask[];
  readonly isAlone: boolean;
  /** Bulk tasks join it until this time. */
  readonly bulkUntilMs: number;
  hasBulk: boolean;
}

const SLICE_MS = 4;
/** Shorter than a slice: a request passes several turns of the event loop, and each may hold one of these. */
const BULK_SLICE_MS = 3;
/** A group takes at least this many, however long they take: a flush costs as much for one as for some. */
const TASKS_MIN = 4;
/** Small writes wait for the bulk tasks of their group, so they take few along. */
const BULK_SLICE_WITH_SMALL_MS = 1;
/**
 * A group of small writes begins so many times later than the one before as that took: a group costs the same for one
 * write as for some, in threads that are woken and acknowledgements that are sent. A client that waits for each of its
 * writes does not notice.
 */
const GATHER_FACTOR = 3;
const GATHER_MS_MAX = 8;
/** What a group takes is a mean over about so many. */
const MEAN_OVER = 8;

export class WriteGroups {
  private open: Group | undefined;
  private underWay: Group | undefined;
  private small: WriteTask[] = [];
  private bulk: WriteTask[] = [];
  /** The first task that runs alone, and all that came after it. */
  private behind: { readonly task: WriteTask; readonly lane: Lane }[] = [];
  private failure: { readonly error: unknown } | undefined;
  private isNextTurn = false;
  private begunMs = 0;
  private meanMs = 0;
  private gathering: NodeJS.Timeout | undefined;

  constructor(private readonly host: GroupHost) {}

  run(task: WriteTask, lane: Lane = 'small'): void {
    if (this.failure) return this.refuse([task], this.failure.error);
    const { open } = this;
    if (open && this.isFor(open, lane)) {
      open.hasBulk ||= lane === 'bulk';
      return this.join(open, task);
    }
    this.wait(task, lane);
    this.begin();
  }

  /** True while bulk tasks wait: a task that has to come after them takes their lane. */
  get hasBulk(): boolean {
    return this.bulk.length > 0 || this.behind.length > 0;
  }

  /** Resolves when all that was asked for until now is over. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.run({ apply: () => undefined, done: () => resolve() }, 'alone');
    });
  }

  /** There may be room again. */
  resume(): void {
    this.goOn();
  }

  /** Nothing more is written: what waits is refused with this error. */
  stop(error: unknown): void {
    this.failure ??= { error };
    const waiting = [...this.small, ...this.bulk, ...this.behind.map(({ task }) => task)];
    [this.small, this.bulk, this.behind] = [[], [], []];
    this.refuse(waiting, error);
  }

  private isFor(open: Group, lane: Lane): boolean {
    if (this.behind.length > 0 || open.isAlone || lane === 'alone') return false;
    if (lane === 'small') return this.small.length === 0;
    return this.bulk.length === 0 && performance.now() < open.bulkUntilMs;
  }

  private wait(task: WriteTask, lane: Lane): void {
    if (this.behind.length > 0 || lane === 'alone') this.behind.push({ task, lane });
    else (lane === 'bulk' ? this.bulk : this.small).push(task);
  }

  /** Puts the next group together, if it may begin. */
  private begin(): void {
    if (this.open || this.isNextTurn || !this.mayBegin() || this.gathers()) return;
    const isAlone = this.small.length === 0 && this.bulk.length === 0;
    const sliceMs = this.small.length > 0 ? BULK_SLICE_WITH_SMALL_MS : BULK_SLICE_MS;
    this.begunMs = performance.now();
    const bulkUntilMs = this.host.hasRoom(true) ? this.begunMs + sliceMs : 0;
    this.open = { tasks: [], isAlone, bulkUntilMs, hasBulk: false };
    setImmediate(() => this.close());
    if (isAlone) this.joinAlone(this.open);
    else this.joinWaiting(this.open);
  }

  private mayBegin(): boolean {
    if (this.underWay) return false;
    if (this.small.length > 0) return this.host.hasRoom(false);
    if (this.bulk.length > 0) return this.host.hasRoom(true);
    return this.behind.length > 0 && this.host.hasRoom(false);
  }

  /** True while the next group waits for more. */
  private gathers(): boolean {
    if (this.gathering) return true;
    if (this.hasBulk) return false;
    const gatherMs = Math.min(GATHER_MS_MAX, this.meanMs * GATHER_FACTOR);
    const leftMs = this.begunMs + gatherMs - performance.now();
    if (leftMs <= 0) return false;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      this.begunMs = 0;
      this.begin();
    }, leftMs);
    return true;
  }

  /** As many as fit a slice of the event loop. */
  private joinWaiting(group: Group): void {
    this.small = this.joinSome(group, this.small, TASKS_MIN, performance.now() + SLICE_MS);
    const waiting = this.bulk.length;
    if (group.bulkUntilMs > 0) this.bulk = this.joinSome(group, this.bulk, 1, group.bulkUntilMs);
    group.hasBulk = this.bulk.length < waiting;
  }

  /** @returns those that are left */
  private joinSome(group: Group, tasks: WriteTask[], min: number, untilMs: number): WriteTask[] {
    let joined = 0;
    while (joined < tasks.length && (joined < min || performance.now() < untilMs)) {
      this.join(group, tasks[joined] as WriteTask);
      joined += 1;
    }
    return tasks.slice(joined);
  }

  private joinAlone(group: Group): void {
    const [first, ...later] = this.behind;
    this.behind = [];
    if (first) this.join(group, first.task);
    for (const { task, lane } of later) this.wait(task, lane);
  }

  private join(group: Group, task: WriteTask): void {
    try {
      task.apply();
    } catch (error) {
      this.refuse([task], error);
      return;
    }
    group.tasks.push(task);
  }

  private close(): void {
    const group = this.open as Group;
    this.open = undefined;
    this.underWay = group;
    let durable: Promise<void> | undefined;
    try {
      durable = this.host.end();
    } catch (error) {
      durable = Promise.reject(error);
    }
    if (durable)
      durable.then(
        () => this.finish(group),
        (error: unknown) => this.fail(group, error),
      );
    else this.finish(group);
  }

  /** What comes with the next turn of the event loop shares the group: where much is written, a turn brings many. */
  private goOn(): void {
    if (this.isNextTurn || this.open || !this.mayBegin()) return;
    this.isNextTurn = true;
    setImmediate(() => {
      this.isNextTurn = false;
      this.begin();
    });
  }

  private finish(group: Group): void {
    this.underWay = undefined;
    this.meanMs += (performance.now() - this.begunMs - this.meanMs) / MEAN_OVER;
    this.goOn();
    for (const task of group.tasks) task.done();
  }

  private fail(group: Group, error: unknown): void {
    this.underWay = undefined;
    this.refuse(group.tasks, error);
    this.stop(error);
  }

  private refuse(tasks: readonly WriteTask[], error: unknown): void {
    setImmediate(() => {
      for (const task of tasks) task.done(error);
    });
  }
}
