// What has happened of late to the records that lie at this node, as home replica or primary, in the order in
// which it came here: the order of each key. So a node that becomes the primary of an arc can tell what had
// happened there before.
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

export interface ChangeLogOptions {
  /** The name of this life of the node. */
  readonly name: string;
  /** The highest id of the ring. */
  readonly lastId: Id;
  /** Everything up to this stamp may have happened in an earlier life. */
  readonly floor: Stamp;
  readonly wallMs: () => number;
  /** A stamp later than all that the clock has given out or seen. */
  readonly tick: () => Stamp;
  readonly changesMax: number;
  readonly ageMsMax: number;
}

interface Entry extends LoggedChange {
  readonly loggedAtMs: number;
  readonly expiresAtMs: number | null;
}

interface Last {
  entry: Entry;
}

export class ChangeLog {
  private entries: Entry[] = [];
  /** Of `entries`, those before this one are forgotten. */
  private first = 0;
  /** The last change of each key, in a place of its own: to find it costs most of what is done here. */
  private readonly lastOf = new Map<string, Last>();
  private sequence = 0;
  /** By bucket of ids: the latest change that is forgotten. */
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
    return this.sequence;
  }

  /** A record takes the place of another, or of none. */
  readonly note = (position: Position, after: Uint8Array, before?: Uint8Array): void => {
    const last = this.lastOf.get(position.key);
    const known = last?.entry;
    const deleted = isDeletedIn(after);
    if (before && compareRecordVersions(after, before) === 0) {
      if (deleted && !isDeletedIn(before)) this.noteEnd(position, before);
      return;
    }
    const { created, previous } = lastWritesOf(after);
    // The value before has ended, and nobody has said so yet.
    if (created && before && !isDeletedIn(before) && expiresAtMsOf(before) !== null)
      this.noteEnd(position, before);
    const atMs = modifiedAtMsOf(after);
    const stamp = versionTimeOf(after);
    // Brought here long after it happened; whoever has not seen it is told of a gap.
    if (compareStamps(stamp, this.floor) <= 0) return;
    const isFollowed = previous === undefined || this.follows(previous, known, before);
    const change = {
      keyId: position.keyId,
      key: position.key,
      kind: deleted ? ('deleted' as const) : created ? ('created' as const) : ('replaced' as const),
      stamp,
      written: stamp,
      origin: versionOriginOf(after),
      atMs,
      hasGap: !isFollowed,
      expiresAtMs: expiresAtMsOf(after),
    };
    this.append(change, last);
  };

  /** Nothing of before can be told any more. */
  reset(): void {
    this.floor = this.options.tick();
    this.entries = [];
    this.first = 0;
    this.lastOf.clear();
  }

  /** The latest change of an arc that may be forgotten here. */
  floorOf(arc: Arc): Stamp {
    let floor = this.floor;
    for (const [bucket, stamp] of this.floors)
      if (overlap(arc, arcOfBucket(bucket, this.options.lastId))) floor = laterStamp(floor, stamp);
    return floor;
  }

  /** False when changes between that number and now may have been forgotten. */
  reachesBackTo(sequence: number): boolean {
    const earliest = this.entries[this.first];
    return sequence >= (earliest ? earliest.sequence - 1 : this.sequence);
  }

  /** The changes of an arc behind a number, in the order of the log. */
  *behind(sequence: number, { fromId, toId }: Arc): Generator<LoggedChange> {
    this.forgetOld();
    const earliest = this.entries[this.first]?.sequence ?? 0;
    const start = this.first + Math.max(0, sequence + 1 - earliest);
    for (let index = start; index < this.entries.length; index += 1) {
      const entry = this.entries[index] as Entry;
      if (inRange(fromId, entry.keyId, toId)) yield entry;
    }
  }

  /** Hears that there is something new. @returns takes the listener away */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** True when what was known of the key before is the write that this one followed, or too old to matter. */
  private follows(previous: Stamp, known: Entry | undefined, before?: Uint8Array): boolean {
    if (before) {
      return compareStamps(versionTimeOf(before), previous) >= 0;
    }
    return known
      ? compareStamps(known.stamp, previous) >= 0
      : compareStamps(previous, this.floor) <= 0;
  }

  private noteEnd(position: Position, ended: Uint8Array): void {
    const expiresAtMs = expiresAtMsOf(ended);
    const written = versionTimeOf(ended);
    const known = this.lastOf.get(position.key)?.entry;
    if (known?.kind === 'expired' && compareStamps(known.written, written) === 0) return;
    this.append({
      keyId: position.keyId,
      key: position.key,
      kind: 'expired',
      stamp: this.options.tick(),
      written,
      origin: versionOriginOf(ended),
      atMs: expiresAtMs ?? this.options.wallMs(),
      hasGap: false,
      expiresAtMs: null,
    });
  }

  /** @param last of this key, where it is known already */
  private append(change: Omit<Entry, 'sequence' | 'isLast' | 'loggedAtMs'>, last?: Last): void {
    this.sequence += 1;
    const { keyId, key, kind, stamp, written, origin, atMs, hasGap, expiresAtMs } = change;
    // Field by field: this is on the way of every write, and a spread costs many times as much.
    const entry: Entry = {
      keyId,
      key,
      kind,
      stamp,
      written,
      origin,
      atMs,
      hasGap,
      expiresAtMs,
      sequence: this.sequence,
      isLast: true,
      loggedAtMs: this.options.wallMs(),
    };
    const before = last ?? this.lastOf.get(key);
    if (before) {
      before.entry.isLast = false;
      before.entry = entry;
    } else this.lastOf.set(key, { entry });
    this.entries.push(entry);
    while (this.entries.length - this.first > this.options.changesMax) this.forgetFirst();
    if (this.sequence % FORGET_EVERY === 0) this.forgetOld();
    for (const listener of this.listeners) listener();
  }

  private forgetOld(): void {
    const sinceMs = this.options.wallMs() - this.options.ageMsMax;
    for (;;) {
      const earliest = this.entries[this.first];
      if (!earliest || earliest.loggedAtMs >= sinceMs) return;
      this.forgetFirst();
    }
  }

  private forgetFirst(): void {
    const gone = this.entries[this.first] as Entry;
    this.first += 1;
    if (gone.isLast) this.lastOf.delete(gone.key);
    const bucket = bucketOf(gone.keyId);
    this.floors.set(bucket, laterStamp(this.floors.get(bucket) ?? gone.stamp, gone.stamp));
    if (this.first < COMPACT_AT || this.first * 2 < this.entries.length) return;
    this.entries = this.entries.slice(this.first);
    this.first = 0;
  }
}

const FORGET_EVERY = 256;
const COMPACT_AT = 1_024;
