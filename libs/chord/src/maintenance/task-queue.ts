// A mutex: tasks run one at a time, in the order of their requests.

export class TaskQueue {
  private tail: Promise<unknown> = Promise.resolve();
  private unfinished = 0;

  /** True while a task runs or waits. */
  get busy(): boolean {
    return this.unfinished > 0;
  }

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    this.unfinished += 1;
    const result = this.tail.then(task);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.tail = settled.then(() => {
      this.unfinished -= 1;
    });
    return result;
  }
}
