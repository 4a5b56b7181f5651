// Turns expired values into tombstones, and removes tombstones that are old enough. Expiry needs no message: the
// primary stamped one end on the record, and each node compares it with its own clock.
import type { EndMark } from './arc/index-pages';
import type { RecordHead } from './record/stored-record';
import { compareVersions } from './record/version';
import { inBackground } from './replica/background';
import { readable } from './replica/local-records';
import { Mender } from './replica/mender';
import type { ReplicaContext } from './replica/replica-context';
import { collectTombstones } from './replica/tombstones';
import { Scrubber } from './scrubber';
import type { StoreContext } from './primary/store-context';

/** The number of records that one step handles, and the number of such pages in a step; the rest waits for the next. */
const PAGE = 200;
const PAGES_MAX = 50;
/** The search for unreadable records is not urgent: one step in so many. */
const STEPS_A_SCRUB = 5;
/** In milliseconds: the step runs just behind the next expiry, not just before it. */
const BEHIND_MS = 1;

/** The work is read from the index by time: a step costs the number of expired records, not of all. */
export class Sweeper {
  /** The first tombstone that this pass has not visited. */
  private after: EndMark | null = null;
  /** The same for records that were emptied early. */
  private afterEarly: EndMark | null = null;
  private readonly mender: Mender;
  private readonly scrubber: Scrubber;
  private steps = 0;

  constructor(private readonly context: StoreContext & ReplicaContext) {
    this.mender = new Mender(context);
    this.scrubber = new Scrubber(context, this.mender);
  }

  /** @returns the milliseconds until the next expiry, if that is before the next step is due */
  async step(): Promise<number | undefined> {
    await this.expire();
    await this.collect();
    this.revive();
    this.steps += 1;
    if (this.steps % STEPS_A_SCRUB === 0) this.scrubber.step();
    return this.nextEndMs();
  }

  private async expire(): Promise<void> {
    const { records, chord } = this.context;
    let after: EndMark | null = null;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const page = records.scanEnds({
        kind: 'expiry',
        untilMs: chord.clock.wallMs(),
        records: PAGE,
        after,
      });
      this.report(page.corrupt);
      await Promise.all(page.items.map((head) => this.empty(head)));
      after = page.next;
      if (!after) return;
    }
  }

  private async collect(): Promise<void> {
    const { records, chord, parameters } = this.context;
    const page = records.scanEnds({
      kind: 'tombstone',
      untilMs: chord.clock.wallMs() - parameters.tombstoneGraceMs,
      records: PAGE,
      after: this.after,
    });
    this.after = page.next;
    this.report(page.corrupt);
    await collectTombstones(this.context, page.items);
  }

  /** A record that a clock ahead of its time has emptied here may still have its value at another home replica. */
  private revive(): void {
    const { records, chord } = this.context;
    const now = { keyId: chord.self.id, key: '', atMs: chord.clock.wallMs() };
    const page = records.scanEnds({
      kind: 'tombstone',
      untilMs: Infinity,
      records: PAGE,
      after: this.afterEarly ?? now,
    });
    this.afterEarly = page.next;
    // A removal by a client has no expiry, and is listed here if a clock was ahead then.
    const early = page.items.filter(({ expiresAtMs }) => expiresAtMs !== null);
    inBackground(this.context, this.mender.mend(early));
  }

  private nextEndMs(): number | undefined {
    const { records, chord, parameters } = this.context;
    const wallMs = chord.clock.wallMs();
    const untilMs = wallMs + parameters.sweepMs;
    const page = records.scanEnds({ kind: 'expiry', untilMs, records: 1, after: null });
    const end = page.items[0]?.expiresAtMs;
    return end === undefined || end === null ? undefined : Math.max(0, end - wallMs) + BEHIND_MS;
  }

  private report(corrupt: readonly { keyId: string; key: string }[]): void {
    for (const position of corrupt) this.context.events.emit({ type: 'record-corrupt', position });
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
