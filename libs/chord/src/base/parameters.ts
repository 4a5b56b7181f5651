// The parameters of a member, with their defaults.

export interface ChordParameters {
  /** r, the length of the successor list. 20 keeps lookups right when half of all nodes fail at once. */
  readonly successorsMax: number;
  /**
   * The list goes on beyond that until it names so many hosts beside the member's own. 0: hosts do not
   * matter. Where hosts have several positions, the replicas of a key need so many to be known.
   */
  readonly successorHostsMin: number;
  /** The mean time between two stabilise rounds. */
  readonly stabiliseMs: number;
  /** The mean time between two refreshed fingers. */
  readonly fixFingersMs: number;
  /** The mean time between two probes of peers that were known and lost. */
  readonly probeLostMs: number;
  /** Periods vary uniformly by this share, so that members do not fall into step. */
  readonly jitter: number;
  /** The bounds of the deadline of one call, which follows the measured round trips of the peer. */
  readonly callTimeoutMsMin: number;
  readonly callTimeoutMs: number;
  /** The deadline of a lookup or another operation of several calls. */
  readonly operationTimeoutMs: number;
  /** The deadline of bringing peers into one ring. */
  readonly uniteTimeoutMs: number;
  /** A lookup of more hops than this has gone astray. */
  readonly hopsMax: number;
  /** How many lost peers are remembered. */
  readonly lostPeersMax: number;
  /** A walk round the ring ends after so many members. */
  readonly membersMax: number;
}

export const DEFAULT_PARAMETERS: ChordParameters = {
  successorsMax: 20,
  successorHostsMin: 0,
  stabiliseMs: 1_000,
  fixFingersMs: 500,
  probeLostMs: 5_000,
  jitter: 0.2,
  callTimeoutMsMin: 300,
  callTimeoutMs: 1_500,
  operationTimeoutMs: 8_000,
  uniteTimeoutMs: 15_000,
  hopsMax: 64,
  lostPeersMax: 64,
  membersMax: 10_000,
};
