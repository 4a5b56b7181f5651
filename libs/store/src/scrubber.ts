// Looks for records that have become unreadable where nobody reads them, a few at a time.
import type { Position } from './record/position';
import type { StoreContext } from './primary/store-context';

const RECORDS = 100;

export class Scrubber {
  private after: Position | null = null;

  constructor(private readonly context: Pick<StoreContext, 'chord' | 'records' | 'events'>) {}

  /** Looks at the heads of the next records; begins again after the last. What is corrupt is told and counts as such. */
  step(): void {
    const { records, chord, events } = this.context;
    const everything = { fromId: chord.self.id, toId: chord.self.id };
    const page = records.scanHeads(everything, { records: RECORDS, after: this.after });
    this.after = page.next;
    for (const position of page.corrupt) events.emit({ type: 'record-corrupt', position });
  }
}
