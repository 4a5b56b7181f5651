// Knows how what has expired becomes a tombstone, and which tombstones are old enough to go.
import type { Position } from './range/position';
import { isLive, type RecordHead } from './record/stored-record';
import { compareVersions } from './record/version';
import { readable } from './replica/local-records';
import type { ReplicaContext } from './replica/replica-context';
import { collectTombstones } from './replica/tombstones';
import type { StoreContext } from './store-context';

export class Sweeper {
  private after: Position | null = null;

  constructor(private readonly context: StoreContext & ReplicaContext) {}

  /** Looks at the next page of all records; begins again after the last. */
  async step(): Promise<void> {
    const { records, chord, parameters, events } = this.context;
    const everything = { fromId: chord.self.id, toId: chord.self.id };
    const page = records.scanHeads(everything, {
      records: parameters.pageRecordsMax,
      after: this.after,
    });
    this.after = page.next;
    for (const position of page.corrupt) events.emit({ type: 'record-corrupt', position });
    const wallMs = chord.clock.wallMs();
    const bygone = page.items.filter((head) => head.deleted && this.isBeyondGrace(head, wallMs));
    for (const head of page.items) {
      if (!head.deleted && !isLive(head, wallMs)) await this.empty(head);
    }
    await collectTombstones(this.context, bygone);
  }

  private isBeyondGrace(head: RecordHead, wallMs: number): boolean {
    const endedMs = Math.max(head.modifiedAtMs, head.expiresAtMs ?? 0);
    return wallMs - endedMs > this.context.parameters.tombstoneGraceMs;
  }

  /** The version stays: every copy of it has expired as well. */
  private empty(head: RecordHead): Promise<void> {
    const { queue, records } = this.context;
    return queue.run(head, async () => {
      const record = readable(this.context, head);
      if (!record || compareVersions(record.version, head.version) !== 0) return;
      await records.write({ put: [{ ...record, value: new Uint8Array(0), deleted: true }] });
    });
  }
}
