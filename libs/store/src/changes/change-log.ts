// The recent changes of the records at this node, as home replica or primary, in the order of their arrival, which is
// the order of each key. A node that becomes the primary of an arc can thus report what happened there before.
import { inRange, type Id } from '@chord-dht/chord';
import { arcOfBucket, bucketOf } from '../arc/bucket-ids';
import { overlap, type Arc, type Position } from '../record/position';
import {
  compareRecordVersions,
  expiresAtMsOf,
  isDeletedIn,
  lastWritesOf,
  modifiedAtMsOf,
  versionOriginOf,
  versionTimeOf,
} from '../record/record-bytes';
import { compareStamps, laterStamp, type LoggedChange, type Stamp } from './change';
import { ChangeRows, type ChangedKey, type NewChange } from './change-rows';

export interface ChangeLogOptions {
  /** The name of this run of the node. */
  readonly name: string;
  /** The highest id of the ring. */
  readonly lastId: Id;
  /** Changes up to this stamp may have happened in an earlier run. */
  readonly floor: Stamp;
  readonly wallMs: () => number;
  /** Returns a stamp later than all that the clock has issued or seen. */
  readonly tick: () => Stamp;
  readonly changesMax: number;
  readonly ageMsMax: number;
}

export class ChangeLog {
  private readonly rows = new ChangeRows();
  /** The keys of the rows. A look-up here is most of the cost of the log. */
  private readonly keys = new Map<string, ChangedKey>();
  /** The latest forgotten change of each bucket of ids. */
  private readonly floors = new Map<number, Stamp>();
  private floor: Stamp;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: ChangeLogOptions) {
    this.floor = options.floor;
  }

  get name(): string {
    return this.options.name;
  }

  /** The number of the latest change; 0 for none. */
  get lastSequence(): number {
    return this.rows.lastSequence;
  }

  /** Logs a record that replaces another, or none. */
  readonly note = (position: Position, after: Uint8Array, before?: Uint8Array): void => {
    const known = this.keys.get(position.key);
    const deleted = isDeletedIn(after);
    if (before && compareRecordVersions(after, before) === 0) {
      if (deleted && !isDeletedIn(before)) this.noteEnd(position, before);
      return;
    }
    const { created, previous } = lastWritesOf(after);
    // The value before has expired, and the log does not have its end yet.
    if (created && before && !isDeletedIn(before) && expiresAtMsOf(before) !== null)
      this.noteEnd(position, before);
    const atMs = modifiedAtMsOf(after);
    const stamp = versionTimeOf(after);
    // Arrived here long after it happened; a watcher that has not seen it gets a gap.
    if (compareStamps(stamp, this.floor) <= 0) return;
    const isFollowed = previous === undefined || this.follows(previous, known, before);
    const isMadeWithout = previous !== undefined && this.passOver(known, before, previous);
    this.append({
      place: known ?? this.placeOf(position),
      kind: deleted ? 'deleted' : created ? 'created' : 'replaced',
      stamp,
      written: stamp,
      origin: versionOriginOf(after),
      atMs,
      loggedAtMs: this.options.wallMs(),
      hasGap: !isFollowed || isMadeWithout,
    });
  };

  /** Drops all changes: a watcher of earlier ones gets a gap. */
  reset(): void {
    this.floor = this.options.tick();
    this.rows.clear();
    this.keys.clear();
  }

  /** The latest change of an arc that may have been forgotten. */
  floorOf(arc: Arc): Stamp {
    let floor = this.floor;
    for (const [bucket, stamp] of this.floors)
      if (overlap(arc, arcOfBucket(bucket, this.options.lastId))) floor = laterStamp(floor, stamp);
    return floor;
  }

  /** True when no change between that number and now can have been forgotten. */
  reachesBackTo(sequence: number): boolean {
    return sequence >= this.rows.firstSequence - 1;
  }

  /** The changes of an arc behind a number, in the order of the log. */
  *behind(sequence: number, { fromId, toId }: Arc): Generator<LoggedChange> {
    this.forgetOld();
    const { rows } = this;
    for (let at = Math.max(sequence + 1, rows.firstSequence); at <= rows.lastSequence; at += 1)
      if (inRange(fromId, rows.placeOf(at).keyId, toId)) yield rows.changeOf(at);
  }

  /** Calls `listener` when there is a new change. @returns a function that removes the listener */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * True when the last known state of the key is the write that this one followed or a later one, or that write is too
   * old to matter.
   */
  private follows(previous: Stamp, known: ChangedKey | undefined, before?: Uint8Array): boolean {
    if (before) {
      return compareStamps(versionTimeOf(before), previous) >= 0;
    }
    return known
      ? compareStamps(this.rows.stampOf(known.sequence), previous) >= 0
      : compareStamps(previous, this.floor) <= 0;
  }

  /** @returns true when the record that is replaced is later than the write that the new one followed */
  private passOver(
    known: ChangedKey | undefined,
    before: Uint8Array | undefined,
    previous: Stamp,
  ): boolean {
    const replaced = before && versionTimeOf(before);
    if (!replaced || compareStamps(replaced, previous) <= 0) return false;
    if (known && compareStamps(this.rows.writtenOf(known.sequence), replaced) === 0)
      this.rows.passOver(known.sequence);
    return true;
  }

  private noteEnd(position: Position, ended: Uint8Array): void {
    const expiresAtMs = expiresAtMsOf(ended);
    const written = versionTimeOf(ended);
    const known = this.keys.get(position.key);
    if (known && this.isEnd(known, written)) return;
    this.append({
      place: this.placeOf(position),
      kind: 'expired',
      stamp: this.options.tick(),
      written,
      origin: versionOriginOf(ended),
      atMs: expiresAtMs ?? this.options.wallMs(),
      loggedAtMs: this.options.wallMs(),
      hasGap: false,
    });
  }

  /** True when the last logged change of the key is the end of this very version. */
  private isEnd({ sequence }: ChangedKey, written: Stamp): boolean {
    const { rows } = this;
    return (
      rows.kindOf(sequence) === 'expired' && compareStamps(rows.writtenOf(sequence), written) === 0
    );
  }

  private placeOf({ keyId, key }: Position): ChangedKey {
    const known = this.keys.get(key);
    if (known) return known;
    const place = { keyId, key, sequence: 0 };
    this.keys.set(key, place);
    return place;
  }

  private append(change: NewChange): void {
    const { rows } = this;
    rows.add(change);
    while (rows.size > this.options.changesMax) this.forgetFirst();
    if (rows.lastSequence % FORGET_EVERY === 0) this.forgetOld();
    for (const listener of this.listeners) listener();
  }

  private forgetOld(): void {
    const { rows } = this;
    const sinceMs = this.options.wallMs() - this.options.ageMsMax;
    while (rows.size > 0 && rows.loggedAtMsOf(rows.firstSequence) < sinceMs) this.forgetFirst();
  }

  private forgetFirst(): void {
    const { rows } = this;
    const sequence = rows.firstSequence;
    const place = rows.placeOf(sequence);
    const stamp = rows.stampOf(sequence);
    rows.dropFirst();
    if (place.sequence === sequence) this.keys.delete(place.key);
    const bucket = bucketOf(place.keyId);
    this.floors.set(bucket, laterStamp(this.floors.get(bucket) ?? stamp, stamp));
  }
}

const FORGET_EVERY = 256;
