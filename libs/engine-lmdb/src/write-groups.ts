// Gathers writes into groups: one is on its way to the disk at a time, and what is asked for meanwhile
// is the next. So a commit and a flush are shared by all that waited, and no write has a promise of its own.
// Where many records are moved, the next group is put together while the one before is on its way; small writes go
// ahead of them, and wait for none of their commits.

export interface WriteTask {
  /** Puts its part into the transaction of the group. It reads what is committed, on its way, or of this group. */
  apply(): void;
  /** Called once when the group is over. */
  done(error?: unknown): void;
}

/**
 * `small` goes ahead of `bulk`, for which a commit takes long. `alone` comes after all that was asked for before
 * it, and before all that is asked for later, in a group of its own.
 */
export type Lane = 'small' | 'bulk' | 'alone';

export interface GroupHost {
  /** Called before the first task of a group. */
  begin(): void;
  /**
   * Called in the turn of the event loop in which all tasks of a group have been applied: that turn is
   * one transaction. Resolves when it is durable; at once, with `undefined`, when there is nothing to wait for.
   * After a failure nothing more is written.
   */
  end(): Promise<void> | undefined;
}

interface Group {
  readonly tasks: WriteTask[];
  readonly isAlone: boolean;
  /** Takes no bulk tasks along: enough groups with those are under way. */
  readonly isAhead: boolean;
  hasBulk: boolean;
  /** Bulk tasks join it until this time. */
  untilMs: number;
}

const SLICE_MS = 4;
/** Shorter than a slice: a request passes several turns of the event loop, and each may hold one of these. */
const BULK_SLICE_MS = 3;
/** A group takes at least this many, however long they take: a commit costs as much for one as for some. */
const TASKS_MIN = 4;
/** Small writes wait for the bulk tasks of their group, so they take few along. */
const BULK_SLICE_WITH_SMALL_MS = 1;
/** After a group that several shared, the next one waits for as many, but no longer than this. */
const GATHER_MS = 1;
/** Groups under way while records are moved; one more, that is ahead, may join them. */
const UNDER_WAY_MAX = 2;

export class WriteGroups {
  private open: Group | undefined;
  private readonly underWay = new Set<Group>();
  private small: WriteTask[] = [];
  private bulk: WriteTask[] = [];
  /** The first task that runs alone, and all that came after it. */
  private behind: { readonly task: WriteTask; readonly lane: Lane }[] = [];
  private failure: { readonly error: unknown } | undefined;
  private isNextTurn = false;
  /** How many small writes shared the group before. */
  private company = 0;
  private gatherUntilMs = 0;
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

  private isFor(open: Group, lane: Lane): boolean {
    if (this.behind.length > 0 || open.isAlone || lane === 'alone') return false;
    if (lane === 'small') return this.small.length === 0;
    return !open.isAhead && this.bulk.length === 0 && performance.now() < open.untilMs;
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
    const isAhead = this.underWay.size >= UNDER_WAY_MAX;
    const untilMs = performance.now() + sliceMs;
    this.open = { tasks: [], isAlone, isAhead, hasBulk: false, untilMs };
    // Before the engine's own, which ends the transaction of this turn.
    setImmediate(() => this.close());
    this.host.begin();
    if (isAlone) this.joinAlone(this.open);
    else this.joinWaiting(this.open);
  }

  private mayBegin(): boolean {
    const waits = this.small.length + this.bulk.length;
    if (waits === 0) return this.behind.length > 0 && this.underWay.size === 0;
    if (this.underWay.size === 0) return true;
    const before = [...this.underWay];
    if (before[0]?.isAlone) return false;
    if (before.length >= UNDER_WAY_MAX)
      return this.small.length > 0 && before.every(({ hasBulk }) => hasBulk);
    return this.bulk.length > 0 || before[0]?.hasBulk === true;
  }

  /** True while the next group had better wait for more: a commit costs as much for one as for some. */
  private gathers(): boolean {
    if (this.small.length >= this.company || this.hasBulk || this.underWay.size > 0) return false;
    const leftMs = this.gatherUntilMs - performance.now();
    if (leftMs <= 0) return false;
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.company = 0;
      this.begin();
    }, leftMs);
    return true;
  }

  /** As many as fit a slice of the event loop. */
  private joinWaiting(group: Group): void {
    const smallUntilMs = performance.now() + SLICE_MS;
    this.small = this.joinSome(group, this.small, TASKS_MIN, smallUntilMs);
    if (group.isAhead) return;
    const waiting = this.bulk.length;
    this.bulk = this.joinSome(group, this.bulk, 1, group.untilMs);
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
    let durable: Promise<void> | undefined;
    try {
      durable = this.host.end();
    } catch (error) {
      durable = Promise.reject(error);
    }
    this.underWay.add(group);
    if (durable)
      durable.then(
        () => this.finish(group),
        (error: unknown) => this.fail(group, error),
      );
    else this.finish(group);
    this.goOn();
  }

  /** The other work of the event loop comes between two groups. */
  private goOn(): void {
    if (this.isNextTurn || this.open || !this.mayBegin()) return;
    this.isNextTurn = true;
    setImmediate(() => {
      this.isNextTurn = false;
      this.begin();
    });
  }

  private finish(group: Group): void {
    this.underWay.delete(group);
    this.company = group.hasBulk || group.tasks.length === 1 ? 0 : group.tasks.length;
    this.gatherUntilMs = performance.now() + GATHER_MS;
    // What comes with the next turn of the event loop shares the group: where much is written, a turn brings many.
    this.goOn();
    for (const task of group.tasks) task.done();
  }

  private fail(group: Group, error: unknown): void {
    this.failure = { error };
    this.underWay.delete(group);
    const waiting = [...this.small, ...this.bulk, ...this.behind.map(({ task }) => task)];
    [this.small, this.bulk, this.behind] = [[], [], []];
    this.refuse([...group.tasks, ...waiting], error);
  }

  private refuse(tasks: readonly WriteTask[], error: unknown): void {
    setImmediate(() => {
      for (const task of tasks) task.done(error);
    });
  }
}
