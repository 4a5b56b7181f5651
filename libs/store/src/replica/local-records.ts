// Adds and removes the records of this node as a replica: the later version stays, and every waiter gets an answer.
import { StoreError } from '../base/errors';
import type { Position } from '../record/position';
import { isEmptied } from '../record/ends';
import { compareRecordVersions, isLiveIn, versionTimeOf } from '../record/record-bytes';
import { decodeRecord } from '../record/record-codec';
import type { PlacedRecord } from '../arc/record-store';
import type { StoredRecord } from '../record/stored-record';
import { isConflict } from '../record/merge';
import { printVersion, type Version } from '../record/version';
import { isSealed } from '../view/view-state';
import type { ReplicaContext } from './replica-context';

/** Fewer than these are looked at one by one. */
const STRETCH_MIN = 8;

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

/** True when something lies here under a name that cannot be read. */
export function isUnreadable(
  { records }: Pick<ReplicaContext, 'records'>,
  name: Position,
): boolean {
  try {
    records.read(name);
    return false;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'CORRUPT') return true;
    throw error;
  }
}

/** Throws when a record may not come to its place; places of one arc of views are alike. */
export type Admit = (place: Place) => void;

type Place = Pick<Position, 'keyId'>;

/**
 * For records that come from another member and not as a write of a view that stands: at the primary
 * nobody has confirmed them yet. Resolves when these versions or later ones are durable here.
 * @param incoming checked; the bytes do not change
 * @param admit is asked at the last moment
 */
export async function takeOver(
  context: ReplicaContext,
  incoming: readonly PlacedRecord[],
  admit: Admit = () => undefined,
): Promise<void> {
  if (incoming.length === 0) return;
  for (const { bytes } of incoming) {
    const { timeMs, counter } = versionTimeOf(bytes);
    context.clock.observe(timeMs, counter);
  }
  const isSorted = areSorted(incoming);
  markServed(context, incoming, isSorted);
  const { earlier, end } = context.underWay.begin(incoming.map(({ position }) => position.keyId));
  try {
    // A later version that is on its way to the disk is not seen yet, and must not be overtaken.
    await earlier;
    for (const place of placesOf(context, incoming, isSorted)) admit(place);
    await appendLater(context, incoming, isSorted);
  } finally {
    end();
  }
  // A reading may have confirmed the version before while this one was on its way to the disk.
  markServed(context, incoming, isSorted);
}

/** What comes to a place that is served, or sealed, is to be confirmed there. */
function markServed(
  context: ReplicaContext,
  incoming: readonly PlacedRecord[],
  isSorted: boolean,
): void {
  const { book, unconfirmed } = context;
  const isServed = ({ keyId }: Place): boolean => {
    const { state } = book.at(keyId);
    return state.serving || isSealed(state);
  };
  if (!placesOf(context, incoming, isSorted).some(isServed)) return;
  for (const { position } of incoming) if (isServed(position)) unconfirmed.mark(position);
}

/** One place of each arc of views that the records come to: where many come, these are few. */
function placesOf(
  { book }: Pick<ReplicaContext, 'book'>,
  incoming: readonly PlacedRecord[],
  isSorted: boolean,
): Place[] {
  if (!isSorted) return incoming.map(({ position }) => position);
  const arc = { fromId: idAt(incoming, 0), toId: idAt(incoming, incoming.length - 1) };
  return [arc.fromId, ...book.within(arc).map((part) => part.arc.toId)].map((keyId) => ({ keyId }));
}

async function appendLater(
  context: ReplicaContext,
  incoming: readonly PlacedRecord[],
  isSorted: boolean,
): Promise<void> {
  const { records, chord } = context;
  const replaced: { readonly winner: StoredRecord; readonly loser: StoredRecord }[] = [];
  // Where nothing lies nothing is replaced; a reading of each record would cost as much as all the rest.
  const isKnownEmpty = isSorted && liesNothing(context, incoming);
  const later = incoming.filter(({ position, bytes }, at) => {
    if (isKnownEmpty && at > 0) return true;
    const local = readableBytes(context, position);
    if (!local) return true;
    const order = compareRecordVersions(bytes, local);
    if (order === 0) return isEmptied(local) && isLiveIn(bytes, chord.clock.wallMs());
    const decode = (encoded: Uint8Array): StoredRecord =>
      decodeRecord(encoded, () => position.keyId, records.checksum);
    const [winner, loser] = order > 0 ? [bytes, local] : [local, bytes];
    const pair = { winner: decode(winner), loser: decode(loser) };
    if (order > 0) replaced.push(pair);
    else report(context, pair.winner, pair.loser);
    return order > 0;
  });
  if (later.length === 0) return;
  await records.admit(later.reduce((sum, { bytes }) => sum + bytes.length, 0));
  await new Promise<void>((resolve, reject) => {
    records.append(later, (error) => (error === undefined ? resolve() : reject(error)));
  });
  for (const { winner, loser } of replaced) report(context, winner, loser);
}

/** True for many, in the order of their ids. */
function areSorted(incoming: readonly PlacedRecord[]): boolean {
  if (incoming.length < STRETCH_MIN) return false;
  for (let at = 1; at < incoming.length; at += 1)
    if (idAt(incoming, at - 1) >= idAt(incoming, at)) return false;
  return true;
}

/** True when nothing lies between the first of these and the last. */
function liesNothing(
  { records }: Pick<ReplicaContext, 'records'>,
  incoming: readonly PlacedRecord[],
): boolean {
  const arc = { fromId: idAt(incoming, 0), toId: idAt(incoming, incoming.length - 1) };
  const { items, corrupt } = records.scanHeads(arc, { records: 1 });
  return items.length + corrupt.length === 0;
}

function idAt(records: readonly PlacedRecord[], at: number): string {
  return (records[at] as PlacedRecord).position.keyId;
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
