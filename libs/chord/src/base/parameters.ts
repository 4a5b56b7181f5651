// The parameters of a member, with their defaults.

export interface ChordParameters {
  /** r, the length of the successor list. 20 keeps lookups right when half of all nodes fail at once. */
  readonly successorsMax: number;
  /**
   * The least number of hosts, beside the member's own, that the list names; it grows beyond `successorsMax` for that.
   * 0: no minimum. Needed where hosts have several positions and the replicas of a key lie on distinct hosts.
   */
  readonly successorHostsMin: number;
  /** The mean time between two stabilise rounds. */
  readonly stabiliseMs: number;
  /** The mean time between two refreshed fingers. */
  readonly fixFingersMs: number;
  /** The mean time between two probes of lost peers. */
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
  /** The most hops of a lookup; one with more fails. */
  readonly hopsMax: number;
  /** The most lost peers that are remembered. */
  readonly lostPeersMax: number;
  /** The most members that a walk round the ring visits. */
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
