// Knows how records enter and leave this node as a replica: the later version stays, and nobody waits in vain.
import { StoreError } from '../errors';
import type { Position } from '../range/position';
import type { StoredRecord } from '../record/stored-record';
import { isConflict } from '../record/merge';
import { compareVersions, printVersion, type Version } from '../record/version';
import type { ReplicaContext } from './replica-context';

/** The local record; one that is corrupt counts as none and is reported. */
export function readable(
  context: Pick<ReplicaContext, 'records' | 'events'>,
  { keyId, key }: Position,
): StoredRecord | undefined {
  try {
    return context.records.get(keyId, key);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'CORRUPT') throw error;
    context.events.emit({ type: 'record-corrupt', position: { keyId, key } });
    return undefined;
  }
}

/** True when nothing lies here under a name, not even something that cannot be read. */
export function isAbsent({ records }: Pick<ReplicaContext, 'records'>, name: Position): boolean {
  try {
    return records.get(name.keyId, name.key) === undefined;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'CORRUPT') return false;
    throw error;
  }
}

/** Resolves when this version or a later one is durable here. */
export async function keepLater(context: ReplicaContext, incoming: StoredRecord): Promise<void> {
  context.clock.observe(incoming.version.timeMs, incoming.version.counter);
  // A later version that is on its way to the disk is not seen yet, and must not be overtaken.
  while (context.underWay.has(incoming.keyId)) await context.underWay.of(incoming.keyId);
  const local = readable(context, incoming);
  if (local && compareVersions(local.version, incoming.version) >= 0) {
    return report(context, local, incoming);
  }
  await context.underWay.track(incoming.keyId, context.records.write({ put: [incoming] }));
  if (local) report(context, incoming, local);
}

export async function dropExactly(
  context: ReplicaContext,
  names: readonly (Position & { version: Version })[],
  corrupt: readonly Position[] = [],
): Promise<void> {
  if (names.length > 0 || corrupt.length > 0)
    await context.records.write({ drop: names, dropCorrupt: corrupt });
}

function report(context: ReplicaContext, winner: StoredRecord, loser: StoredRecord): void {
  if (!isConflict(winner, loser)) return;
  context.events.emit({
    type: 'conflict-resolved',
    key: winner.key,
    kept: printVersion(winner.version),
    discarded: printVersion(loser.version),
    discardedBytes: loser.value.length,
  });
}
