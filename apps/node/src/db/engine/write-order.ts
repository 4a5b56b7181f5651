// Lets writes that touch the same names run one after another, in the order of asking, and others at once.

export class WriteOrder {
  private readonly tails = new Map<string, Promise<void>>();

  run<Result>(names: readonly string[], task: () => Promise<Result>): Promise<Result> {
    const before = names.map((name) => this.tails.get(name)).filter((tail) => tail !== undefined);
    const result = before.length === 0 ? task() : Promise.all(before).then(task);
    const done: Promise<void> = result.then(
      () => this.forget(names, done),
      () => this.forget(names, done),
    );
    for (const name of names) this.tails.set(name, done);
    return result;
  }

  /** Resolves when all that was asked for until now is over. */
  async quiet(): Promise<void> {
    await Promise.all(this.tails.values());
  }

  private forget(names: readonly string[], done: Promise<void>): void {
    for (const name of names) if (this.tails.get(name) === done) this.tails.delete(name);
  }
}
