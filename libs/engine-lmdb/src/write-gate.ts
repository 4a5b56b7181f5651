// Keeps writes that wait for room in their order: later ones wait behind them.

export class WriteGate {
  /** The last of the writes that wait. */
  private last: Promise<void> | undefined;

  /** @param admit true when there is room now, else a promise of it */
  run(admit: () => true | Promise<void>, write: () => Promise<void>): Promise<void> {
    const room = this.last ? this.last.then<void | true>(admit) : admit();
    if (room === true) return write();
    let written: Promise<void> | undefined;
    const begun = room.then(() => void (written = write()));
    const gate: Promise<void> = begun.then(
      () => this.leave(gate),
      () => this.leave(gate),
    );
    this.last = gate;
    return begun.then(() => written);
  }

  /** Resolves when none waits any more. */
  quiet(): Promise<void> {
    return this.last ?? Promise.resolve();
  }

  /** The last one opens the gate. */
  private leave(gate: Promise<void>): void {
    if (this.last === gate) this.last = undefined;
  }
}
