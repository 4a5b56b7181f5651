// The parameters of the store, with their defaults.

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;

export interface StoreParameters {
  readonly valueBytesMax: number;
  /** The time limit of one call that reads or writes a value, after which the operation tries another node. */
  readonly dataTimeoutMs: number;
  /** The deadline of handing over everything when the node leaves. */
  readonly handOffTimeoutMs: number;
  /** The most bytes of values in one message of a transfer; a larger value is sent alone. */
  readonly pageBytesMax: number;
  /**
   * The most records in one message of a transfer: they must not take more than a few milliseconds of an event loop
   * turn.
   */
  readonly pageRecordsMax: number;
  /** N, the number of home replicas of a key: its owner and the next hosts of the ring. A smaller ring has fewer. */
  readonly replicas: number;
  /** The time limit of a call to a member about views. */
  readonly viewTimeoutMs: number;
  /** The time limit of a home replica for a write or a read. */
  readonly replicaTimeoutMs: number;
  /** The time after which an operation that has met silent nodes or too few home replicas is refused. */
  readonly hopeMs: number;
  /** The mean time between two checks of the views of this node's arc. */
  readonly caretakeMs: number;
  /** The mean time between two offers of records that lie here and belong elsewhere. */
  readonly offerMs: number;
  /** The mean time between two comparisons of a home replica with its primary. */
  readonly antiEntropyMs: number;
  /** The mean time between two sweeps of expired values; an expiry that is nearer is awaited. */
  readonly sweepMs: number;
  /** The bounds of the log of changes for watches: a number, and an age. */
  readonly changesMax: number;
  readonly changesAgeMs: number;
  /** The least time for which a tombstone is kept. */
  readonly tombstoneGraceMs: number;
  /** Versions further ahead of the wall clock than this are refused. */
  readonly clockAheadMsMax: number;
  /** The most learnt owners; the least recently learnt one is dropped first. */
  readonly ownersMax: number;
  /** The most operations that wait for a turn at this node. */
  readonly waitingMax: number;
}

/**
 * The least throughput that is expected: a megabyte gets two seconds more, as a busy machine copies and flushes no
 * faster.
 */
const BYTES_PER_MS_MIN = 512;

/** The additional time in milliseconds for a message with so many bytes of values. */
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
