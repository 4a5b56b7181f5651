// Gathers writes into groups: one is on its way to the disk at a time, and what is asked for meanwhile
// is the next. So a commit and a flush are shared by all that waited, and no write has a promise of its own.

export interface WriteTask {
  /** Puts its part into the transaction of the group. What it reads is committed, or of this group. */
  apply(): void;
  /** Called once when the group is over. */
  done(error?: unknown): void;
}

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

const SLICE_MS = 4;
/** A commit costs as much for one as for some, and may take long. */
const TASKS_MIN = 4;

export class WriteGroups {
  private open: WriteTask[] | undefined;
  private isUnderWay = false;
  private waiting: WriteTask[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly host: GroupHost) {}

  run(task: WriteTask): void {
    if (this.failure) this.refuse([task], this.failure.error);
    else if (this.isUnderWay || this.waiting.length > 0) this.waiting.push(task);
    else this.join(task);
  }

  /** Resolves when all that was asked for until now is over. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.run({ apply: () => undefined, done: () => resolve() });
    });
  }

  private join(task: WriteTask): void {
    if (!this.open) {
      this.open = [];
      // Before the engine's own, which ends the transaction of this turn.
      setImmediate(() => this.close());
      this.host.begin();
    }
    try {
      task.apply();
    } catch (error) {
      this.refuse([task], error);
      return;
    }
    this.open.push(task);
  }

  private close(): void {
    const group = this.open as WriteTask[];
    this.open = undefined;
    let durable: Promise<void> | undefined;
    try {
      durable = this.host.end();
    } catch (error) {
      durable = Promise.reject(error);
    }
    if (!durable) {
      this.finish(group);
      return;
    }
    this.isUnderWay = true;
    durable.then(
      () => this.finish(group),
      (error: unknown) => this.fail(group, error),
    );
  }

  /** As many as fit a slice of the event loop: pages of records that are moved may be among them. */
  private finish(group: readonly WriteTask[]): void {
    this.isUnderWay = false;
    const untilMs = performance.now() + SLICE_MS;
    let joined = 0;
    for (const task of this.waiting) {
      if (joined >= TASKS_MIN && performance.now() > untilMs) break;
      this.join(task);
      joined += 1;
    }
    this.waiting = this.waiting.slice(joined);
    for (const task of group) task.done();
  }

  private fail(group: readonly WriteTask[], error: unknown): void {
    this.failure = { error };
    const all = [...group, ...this.waiting];
    this.waiting = [];
    this.refuse(all, error);
  }

  private refuse(tasks: readonly WriteTask[], error: unknown): void {
    setImmediate(() => {
      for (const task of tasks) task.done(error);
    });
  }
}
