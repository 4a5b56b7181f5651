// Runs tasks side by side, a few at a time.

/** The first failure ends it, when the tasks that run are over. */
export async function inLanes<Item>(
  items: Iterable<Item>,
  lanes: number,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done && !failure; next = waiting.next()) {
      try {
        await task(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failure) throw failure.error;
}

/** A bounded number of slots for tasks of any origin, first come, first served. */
export class Places {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => void this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

/** Lets so many tasks run at once that begin one after another: the credit of a stream. */
export class Window {
  private readonly running = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly size: number) {}

  /** Resolves when there is room for another. @throws what a task before has failed with */
  async begin(task: () => Promise<void>): Promise<void> {
    while (this.running.size >= this.size) await Promise.race(this.running);
    this.check();
    const run: Promise<void> = task().then(
      () => void this.running.delete(run),
      (error: unknown) => {
        this.failure ??= { error };
        this.running.delete(run);
      },
    );
    this.running.add(run);
  }

  /** Resolves when all are over. @throws what one has failed with */
  async end(): Promise<void> {
    await Promise.all(this.running);
    this.check();
  }

  private check(): void {
    if (this.failure) throw this.failure.error;
  }
}
