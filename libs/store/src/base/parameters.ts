// The parameters of the store, with their defaults.

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;

export interface StoreParameters {
  readonly valueBytesMax: number;
  /** How long one call that reads or writes a value may take before the operation tries elsewhere. */
  readonly dataTimeoutMs: number;
  /** The deadline of a hand-over of everything when the node leaves. */
  readonly handOffTimeoutMs: number;
  /** Values in one message of a movement; a single larger value travels alone. */
  readonly pageBytesMax: number;
  /** Of records that are moved: a turn of the event loop is to take no longer than a few milliseconds for them. */
  readonly pageRecordsMax: number;
  /** N, the home replicas of a key: its owner and the next hosts of the ring. A smaller ring has fewer. */
  readonly replicas: number;
  /** How long a member of a view may take to answer about views. */
  readonly viewTimeoutMs: number;
  /** How long a home replica may take to write or to read. */
  readonly replicaTimeoutMs: number;
  /** How long an operation tries again that has met silent nodes or too few home replicas; then it is refused. */
  readonly hopeMs: number;
  /** The mean time between two looks at the views of our arc. */
  readonly caretakeMs: number;
  /** The mean time between two looks at what lies here and belongs elsewhere. */
  readonly offerMs: number;
  /** The mean time between two comparisons of a home replica with its primary. */
  readonly antiEntropyMs: number;
  /** The mean time between two looks at what has ended; the end of a life that is nearer is waited for. */
  readonly sweepMs: number;
  /** Changes that a node remembers, for those who watch: so many, and not longer than this. */
  readonly changesMax: number;
  readonly changesAgeMs: number;
  /** How long a tombstone is kept. */
  readonly tombstoneGraceMs: number;
  /** Versions further ahead of the wall clock than this are refused. */
  readonly clockAheadMsMax: number;
  /** Learnt owners; the least recently learnt goes first. */
  readonly ownersMax: number;
  /** Operations that wait for a turn at this node. */
  readonly waitingMax: number;
}

/** A megabyte gets two seconds more: a machine that is busy copies and flushes it no faster. */
const BYTES_PER_MS_MIN = 512;

/** How much longer a message with so many bytes of values may take than a small one, milliseconds. */
export function carryMs(bytes: number): number {
  return bytes / BYTES_PER_MS_MIN;
}

export const DEFAULT_STORE_PARAMETERS: StoreParameters = {
  valueBytesMax: MIB,
  dataTimeoutMs: 2_000,
  handOffTimeoutMs: 120_000,
  pageBytesMax: MIB,
  pageRecordsMax: 250,
  replicas: 3,
  viewTimeoutMs: 1_500,
  replicaTimeoutMs: 1_500,
  hopeMs: 1_000,
  caretakeMs: 1_000,
  offerMs: 2_000,
  antiEntropyMs: 30_000,
  sweepMs: 1_000,
  changesMax: 100_000,
  changesAgeMs: 600_000,
  tombstoneGraceMs: 24 * HOUR_MS,
  clockAheadMsMax: 24 * HOUR_MS,
  ownersMax: 1_024,
  waitingMax: 10_000,
};
