// Parts of an arc whose records are here as some node had them. Home replicas of a view have the same, so what was taken
// from one of them need not be looked at again at the next, also where this node has more by now than either.
import type { PartFigures } from './part-figures';

export class TakenParts {
  private readonly taken = new Set<string>();

  /** Every record that these figures count is here, in that version or a later one. */
  note(figures: ReadonlyMap<number, PartFigures>): void {
    for (const [index, part] of figures) this.taken.add(nameOf(index, part));
  }

  /** True when all of a part with these figures is here. */
  has(index: number, figures: PartFigures): boolean {
    return this.taken.has(nameOf(index, figures));
  }
}

function nameOf(index: number, { records, high, low }: PartFigures): string {
  return `${index} ${records} ${high} ${low}`;
}
