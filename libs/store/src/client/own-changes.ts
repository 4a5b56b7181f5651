// Reports the changes of an arc at its primary: confirmed, and in the order of each key.
import {
  compareStamps,
  isWatched,
  laterStamp,
  NO_STAMP,
  type LoggedChange,
  type Seen,
  type Stamp,
} from '../changes/change';
import type { ChangeLog } from '../changes/change-log';
import type { ChangesReply, ChangesRequest, ToldChange } from '../messages/store-messages';
import type { Primary } from '../primary/primary';
import type { Arc } from '../record/position';
import { printedVersionOf, valueOf } from '../record/record-bytes';
import { COUNTER_MAX, printVersionFrom } from '../record/version';
import { readableBytes } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import type { StoreContext } from '../primary/store-context';
import type { OwnNames } from './own-names';

/** The longest time for which an answer waits for a change. */
export const CHANGES_WAIT_MS_MAX = 1_000;
const CHANGES_A_REPLY = 500;
const VALUE_BYTES_A_REPLY = 512 * 1024;
const CONFIRM_MS_MAX = 1_000;
/** The highest clock difference: a watcher with a stamp further ahead of this node's clock may have missed changes. */
const SKEW_MS_MAX = 5_000;

/** Entries read from the log, none of which is confirmed yet. */
interface Found {
  readonly entries: readonly LoggedChange[];
  /** The number up to which the log was read. */
  readonly sequence: number;
  readonly isCut: boolean;
  readonly hasGap: boolean;
  /** True when the watcher has followed this log. */
  readonly isKnown: boolean;
}

export class OwnChanges {
  constructor(
    private readonly context: StoreContext & ReplicaContext,
    private readonly names: OwnNames,
    private readonly primary: Primary,
    private readonly log: ChangeLog,
  ) {}

  /**
   * The changes behind `seen`; waits a while when there are none.
   * @throws StoreError as `OwnNames.list`
   */
  async tell(request: ChangesRequest, trace?: string): Promise<ChangesReply> {
    const { chord, queue } = this.context;
    // As of before a majority says that this node answers for the arc: a process that sleeps while it waits here
    // knows nothing of what another primary has given out by the time it wakes.
    const presentMs = this.presentMs();
    const spoken = await this.names.speakFor(request.arc, trace);
    const untilMs = chord.clock.nowMs() + Math.min(request.waitMs, CHANGES_WAIT_MS_MAX);
    for (;;) {
      // A change that had an earlier version by then is in the log after this.
      await queue.quiet(spoken.arc);
      const told = await this.look(spoken.arc, request, presentMs, trace);
      const isNews = told.changes.length > 0 || told.hasGap || request.seen === null;
      if (isNews || chord.clock.nowMs() >= untilMs)
        return { ...told, ...this.names.bordersOf(spoken) };
      await this.news(told.seen.sequence, untilMs);
    }
  }

  private async look(
    arc: Arc,
    request: ChangesRequest,
    presentMs: number,
    trace: string | undefined,
  ): Promise<Pick<ChangesReply, 'seen' | 'hasGap' | 'isAll' | 'changes'>> {
    const found = this.find(arc, request, presentMs);
    const changes: ToldChange[] = [];
    let valueBytes = 0;
    let stopped: LoggedChange | undefined;
    for (const entry of found.entries) {
      // No majority may have had it. The next change of its key tells of a gap.
      if (entry.isPassedOver) continue;
      const isFull = valueBytes > VALUE_BYTES_A_REPLY;
      if (isFull || !(await this.isConfirmed(entry, trace))) {
        stopped = entry;
        break;
      }
      const value = request.values ? this.valueOf(entry) : undefined;
      valueBytes += value?.length ?? 0;
      changes.push(toldOf(entry, value));
    }
    const sequence = stopped ? stopped.sequence - 1 : found.sequence;
    const isAll = !stopped && !found.isCut;
    const stamp = this.stampOf(request.seen, changes, { isAll, presentMs, found });
    return { changes, hasGap: found.hasGap, isAll, seen: { log: this.log.name, sequence, stamp } };
  }

  private find(arc: Arc, { seen, filter, slackMs }: ChangesRequest, presentMs: number): Found {
    const { log } = this;
    const nothing = { entries: [], isCut: false, hasGap: false, isKnown: true };
    if (!seen) return { ...nothing, sequence: log.lastSequence };
    const isSame = seen.log === log.name;
    const isKnown = isSame && log.reachesBackTo(seen.sequence);
    const hasGap = isSame ? !isKnown : this.mayLack(seen, arc, presentMs);
    const behind = { timeMs: seen.stamp.timeMs - slackMs, counter: seen.stamp.counter };
    const entries: LoggedChange[] = [];
    for (const entry of log.behind(isSame ? seen.sequence : 0, arc)) {
      if (!isSame && compareStamps(entry.stamp, behind) <= 0) continue;
      if (!isWatched(filter, entry.key)) continue;
      if (entries.length >= CHANGES_A_REPLY) {
        const sequence = entry.sequence - 1;
        return { entries, sequence, isCut: true, hasGap, isKnown: isSame };
      }
      entries.push(entry);
    }
    return { entries, sequence: log.lastSequence, isCut: false, hasGap, isKnown: isSame };
  }

  /**
   * True when the watcher's place precedes the forgotten changes or this node's first one, or its clock is too far
   * ahead.
   */
  private mayLack({ stamp }: Seen, arc: Arc, presentMs: number): boolean {
    return (
      compareStamps(stamp, this.log.floorOf(arc)) < 0 || stamp.timeMs > presentMs + SKEW_MS_MAX
    );
  }

  /**
   * The stamp of an answer: no reported change is later, and every change that this node issued up to it has been
   * reported, as new ones get later versions. The watcher's stamp from another node may be later. While entries of
   * another log are left, their order is not that of the stamps.
   */
  private stampOf(
    seen: Seen | null,
    changes: readonly ToldChange[],
    { isAll, presentMs, found }: { isAll: boolean; presentMs: number; found: Found },
  ): Stamp {
    const before = seen?.stamp ?? NO_STAMP;
    if (!isAll && !found.isKnown) return before;
    const start = isAll ? { timeMs: presentMs - 1, counter: COUNTER_MAX } : before;
    return changes.reduce((late, { stamp }) => laterStamp(late, stamp), start);
  }

  /**
   * A write that no other write of its key has followed may be unconfirmed, and its client may have given up. So it is
   * confirmed here, as by a read.
   */
  private async isConfirmed(
    { isLast, keyId, key }: LoggedChange,
    trace?: string,
  ): Promise<boolean> {
    const { unconfirmed, queue, chord } = this.context;
    const position = { keyId, key };
    if (!isLast || !unconfirmed.has(position)) return true;
    if (queue.busy(position)) return false;
    try {
      const deadlineAtMs = chord.clock.nowMs() + CONFIRM_MS_MAX;
      await this.primary.get(key, { deadlineAtMs, trace });
      return !unconfirmed.has(position);
    } catch {
      return false;
    }
  }

  /** The value of the reported version; a later version has a change of its own. */
  private valueOf({ keyId, key, kind, written, origin }: LoggedChange): Uint8Array | undefined {
    if (kind === 'deleted' || kind === 'expired') return undefined;
    const bytes = readableBytes(this.context, { keyId, key });
    const version = printVersionFrom(written, origin);
    return bytes && printedVersionOf(bytes) === version ? valueOf(bytes) : undefined;
  }

  /** The present time, not earlier than any version that this node has issued or seen. */
  private presentMs(): number {
    const { clock, chord } = this.context;
    return Math.max(clock.lastMs, Math.floor(chord.clock.wallMs()));
  }

  /** Resolves when the log has grown, or at `untilMs`. */
  private news(sequence: number, untilMs: number): Promise<void> {
    const { clock } = this.context.chord;
    return new Promise((resolve) => {
      const end = (): void => {
        stop();
        cancel();
        resolve();
      };
      const stop = this.log.onChange(end);
      const cancel = clock.after(Math.max(0, untilMs - clock.nowMs()), end);
      if (this.log.lastSequence > sequence) end();
    });
  }
}

function toldOf(entry: LoggedChange, value: Uint8Array | undefined): ToldChange {
  const { key, kind, written, origin, stamp, atMs, hasGap, sequence } = entry;
  const version = printVersionFrom(written, origin);
  return { key, kind, version, stamp, atMs, hasGap, sequence, value: value ?? null };
}
