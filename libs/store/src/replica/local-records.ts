// Knows how records enter and leave this node as a replica: the later version stays, and nobody waits in vain.
import { StoreError } from '../errors';
import type { Position } from '../range/position';
import type { StoredRecord } from '../record/stored-record';
import { isConflict } from '../record/merge';
import { compareVersions, printVersion, type Version } from '../record/version';
import { isSealed } from '../views/view-state';
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

/** The same as bytes, which are the caller's own. */
export function readableBytes(
  context: Pick<ReplicaContext, 'records' | 'events'>,
  position: Position,
): Uint8Array | undefined {
  try {
    return context.records.read(position);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'CORRUPT') throw error;
    context.events.emit({ type: 'record-corrupt', position });
    return undefined;
  }
}

/** True when nothing lies here under a name, not even something that cannot be read. */
export function isAbsent({ records }: Pick<ReplicaContext, 'records'>, name: Position): boolean {
  try {
    return records.read(name) === undefined;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'CORRUPT') return false;
    throw error;
  }
}

/** Throws when a record may not come to its place. */
export type Admit = (position: Position) => void;

/**
 * Resolves when these versions or later ones are durable here.
 * @param admit is asked at the last moment
 */
export async function keepLater(
  context: ReplicaContext,
  incoming: readonly StoredRecord[],
  admit: Admit = () => undefined,
): Promise<void> {
  if (incoming.length === 0) return;
  for (const { version } of incoming) context.clock.observe(version.timeMs, version.counter);
  const { earlier, end } = context.underWay.begin(incoming.map(({ keyId }) => keyId));
  try {
    // A later version that is on its way to the disk is not seen yet, and must not be overtaken.
    await earlier;
    for (const record of incoming) admit(record);
    await keepNow(context, incoming);
  } finally {
    end();
  }
}

async function keepNow(context: ReplicaContext, incoming: readonly StoredRecord[]): Promise<void> {
  const put: StoredRecord[] = [];
  const replaced: { readonly winner: StoredRecord; readonly loser: StoredRecord }[] = [];
  for (const record of latestOfEach(incoming)) {
    const local = readable(context, record);
    if (local && compareVersions(local.version, record.version) >= 0) {
      report(context, local, record);
      continue;
    }
    put.push(record);
    if (local) replaced.push({ winner: record, loser: local });
  }
  if (put.length > 0) await context.records.write({ put });
  for (const { winner, loser } of replaced) report(context, winner, loser);
}

function latestOfEach(records: readonly StoredRecord[]): readonly StoredRecord[] {
  if (records.length === 1) return records;
  const latest = new Map<string, StoredRecord>();
  for (const record of records) {
    const known = latest.get(record.key);
    if (!known || compareVersions(known.version, record.version) < 0)
      latest.set(record.key, record);
  }
  return [...latest.values()];
}

/**
 * The same for records that come from another member and not as a write of a view that stands: at the
 * primary nobody has confirmed them yet.
 */
export async function takeOver(
  context: ReplicaContext,
  incoming: readonly StoredRecord[],
  admit?: Admit,
): Promise<void> {
  const mark = (): void => {
    for (const { keyId, key } of incoming) {
      const { state } = context.book.at(keyId);
      if (state.serving || isSealed(state)) context.unconfirmed.mark(key);
    }
  };
  mark();
  await keepLater(context, incoming, admit);
  // A reading may have confirmed the version before while this one was on its way to the disk.
  mark();
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
