// Searches for records that have become unreadable without a read, a few at a time.
import type { Position } from './record/position';
import { inBackground } from './replica/background';
import type { Mender } from './replica/mender';
import type { ReplicaContext } from './replica/replica-context';

/** The bounds of one step: whichever is reached first. */
const RECORDS = 100;
const BYTES = 1024 * 1024;

export class Scrubber {
  private after: Position | null = null;

  constructor(
    private readonly context: ReplicaContext,
    private readonly mender: Mender,
  ) {}

  /**
   * Reads the next records and verifies their checksums, those of the values too; begins again after the last. Reports
   * unreadable records, and fetches them from another home replica.
   */
  step(): void {
    const { records, chord, events } = this.context;
    const everything = { fromId: chord.self.id, toId: chord.self.id };
    const limit = { records: RECORDS, bytes: BYTES, after: this.after };
    const page = records.scanPacked(everything, limit);
    this.after = page.next;
    for (const position of page.corrupt) events.emit({ type: 'record-corrupt', position });
    inBackground(this.context, this.mender.mend(page.corrupt));
  }
}
