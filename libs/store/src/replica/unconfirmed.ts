// Keys whose record here may be at no majority: it is confirmed or repaired before anything builds on it.

export class Unconfirmed {
  private readonly marks = new Map<string, number>();
  private count = 0;

  has(key: string): boolean {
    return this.marks.has(key);
  }

  /** @returns the mark, which takes the place of an earlier one */
  mark(key: string): number {
    this.count += 1;
    this.marks.set(key, this.count);
    return this.count;
  }

  /** The mark that a key has now, if any. */
  markOf(key: string): number | undefined {
    return this.marks.get(key);
  }

  /** What was marked is at a majority; a key that was marked anew meanwhile stays so. */
  clear(key: string, mark: number | undefined): void {
    if (mark !== undefined && this.marks.get(key) === mark) this.marks.delete(key);
  }
}
