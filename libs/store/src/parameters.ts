// Knows the knobs of the store and their defaults.

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
  readonly pageRecordsMax: number;
  /** The mean time between two looks for records that belong elsewhere. */
  readonly rehomeMs: number;
  /** How long such records are left to be fetched by their new owner before they are pushed to it. */
  readonly rehomeDelayMs: number;
  /** How often a node that took an arc over and is not our predecessor yet is asked whether it lives. */
  readonly fenceCheckMs: number;
  /** The mean time between two steps of the search for what has expired; one step looks at a page. */
  readonly sweepMs: number;
  /** How long a tombstone is kept. */
  readonly tombstoneGraceMs: number;
  /** Versions further ahead of the wall clock than this are refused. */
  readonly clockAheadMsMax: number;
  /** Learnt owners; the least recently learnt goes first. */
  readonly ownersMax: number;
  /** Operations that wait for a turn at this node. */
  readonly waitingMax: number;
}

export const DEFAULT_STORE_PARAMETERS: StoreParameters = {
  valueBytesMax: MIB,
  dataTimeoutMs: 2_000,
  handOffTimeoutMs: 120_000,
  pageBytesMax: MIB,
  pageRecordsMax: 500,
  rehomeMs: 5_000,
  rehomeDelayMs: 100,
  fenceCheckMs: 500,
  sweepMs: 1_000,
  tombstoneGraceMs: 24 * HOUR_MS,
  clockAheadMsMax: 24 * HOUR_MS,
  ownersMax: 1_024,
  waitingMax: 10_000,
};
