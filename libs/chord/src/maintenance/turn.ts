// Lets one task at a time change what it guards, in the order of asking.

export class Turn {
  private tail: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** True while a task runs or waits. */
  get busy(): boolean {
    return this.waiting > 0;
  }

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    this.waiting += 1;
    const result = this.tail.then(task);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.tail = settled.then(() => {
      this.waiting -= 1;
    });
    return result;
  }
}
