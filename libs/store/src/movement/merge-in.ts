// Knows how a record from elsewhere enters this node: the later version stays.
import { StoreError } from '../errors';
import { isConflict } from '../record/merge';
import type { StoredRecord } from '../record/stored-record';
import { compareVersions, printVersion } from '../record/version';
import { readableRecord, type StoreContext } from '../store-context';

/** Resolves when this or a later version is durable here. */
export function mergeIn(context: StoreContext, incoming: StoredRecord): Promise<void> {
  return context.queue.run(incoming, async () => {
    const local = readableRecord(context, incoming);
    const { timeMs, counter } = incoming.version;
    context.clock.observe(timeMs, counter);
    if (local && compareVersions(local.version, incoming.version) >= 0) {
      reportConflict(context, local, incoming);
      return;
    }
    await context.records.write({ put: [incoming] });
    if (local) reportConflict(context, incoming, local);
  });
}

export function reportConflict(
  context: StoreContext,
  winner: StoredRecord,
  loser: StoredRecord,
): void {
  if (!isConflict(winner, loser)) return;
  context.events.emit({
    type: 'conflict-resolved',
    key: winner.key,
    kept: printVersion(winner.version),
    discarded: printVersion(loser.version),
    discardedBytes: loser.value.length,
  });
}

/** Reads what a peer sent; what cannot be taken is reported and left where it is. */
export function acceptable(
  context: StoreContext,
  bytes: unknown,
  from: { id: string; address: string },
): StoredRecord | undefined {
  try {
    return context.read.record(bytes);
  } catch (error) {
    const isRefusal =
      error instanceof StoreError || (error instanceof Error && error.name === 'CodedError');
    if (!isRefusal) throw error;
    context.events.emit({ type: 'record-refused', from, message: (error as Error).message });
    return undefined;
  }
}
