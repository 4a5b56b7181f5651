// The options of a member. Names and defaults are those of a node's options.
import { DEFAULT_PARAMETERS, type Address } from '@chord-dht/chord';
import { DEFAULT_STORE_PARAMETERS } from '@chord-dht/store';
import type { TransportKind } from '@chord-dht/transport';

/** The implementations of the ports that a member uses, and its address. */
export interface PlaceOptions {
  /** The one port of the application and of the peers' traffic. */
  readonly port: number;
  /** The name under which peers reach this member; name and port decide its id. */
  readonly host: string;
  /** The address for peers, where it differs from host and port, for example behind a mapped port. */
  readonly advertise: Address | null;
  /**
   * The addresses that the application listens on. Beyond loopback a `peerSecret` is required, and peers are accepted
   * from there.
   */
  readonly bind: readonly string[];
  readonly transport: TransportKind;
  /** `lmdb` keeps keys on disk, `memory` loses them at the end. */
  readonly store: 'lmdb' | 'memory';
  readonly dataDir: string | null;
  /** The condition of an acknowledged write: `flush` survives a power loss, `commit` the death of the process. */
  readonly durability: 'flush' | 'commit';
}

/** The options of the membership, independent of the ports. */
export interface MembershipOptions {
  /** The length of an id; equal at all members of a ring. */
  readonly bits: number;
  /** Members of the ring to become part of at start, `host:port`. */
  readonly join: readonly Address[];
  /** DNS names that lead to members, `name:port` or a service such as `_chord._tcp.example`. */
  readonly discover: readonly string[];
  /** Members whose disks have another name than before, `old=new`. */
  readonly moved: readonly string[];
  /** The number of positions on the ring; more take a larger share of it. */
  readonly virtualNodes: number;
  /** `stay` keeps keys and place for the next start, `leave` hands the keys over first. */
  readonly onStop: 'stay' | 'leave';
  readonly replicas: number;
  readonly successors: number;
  readonly valueBytesMax: number;
  readonly tombstoneGraceMs: number;
  readonly stabilizeMs: number;
  readonly fixFingersMs: number;
  readonly probeLostMs: number;
  readonly callTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly joinDeadlineMs: number;
  readonly leaveDeadlineMs: number;
  readonly hopsMax: number;
}

export type MemberOptions = PlaceOptions & MembershipOptions;

const PORT = 5000;
const LEAVE_DEADLINE_MS = 120_000;

export const DEFAULT_MEMBER_OPTIONS: MemberOptions = {
  port: PORT,
  host: 'localhost',
  advertise: null,
  bind: ['127.0.0.1', '::1'],
  transport: 'mux',
  store: 'lmdb',
  dataDir: null,
  durability: 'flush',
  bits: 160,
  join: [],
  discover: [],
  moved: [],
  virtualNodes: 1,
  onStop: 'stay',
  replicas: DEFAULT_STORE_PARAMETERS.replicas,
  successors: DEFAULT_PARAMETERS.successorsMax,
  valueBytesMax: 1024 * 1024,
  tombstoneGraceMs: DEFAULT_STORE_PARAMETERS.tombstoneGraceMs,
  stabilizeMs: DEFAULT_PARAMETERS.stabiliseMs,
  fixFingersMs: DEFAULT_PARAMETERS.fixFingersMs,
  probeLostMs: DEFAULT_PARAMETERS.probeLostMs,
  callTimeoutMs: DEFAULT_PARAMETERS.callTimeoutMs,
  operationTimeoutMs: DEFAULT_PARAMETERS.operationTimeoutMs,
  joinDeadlineMs: DEFAULT_PARAMETERS.uniteTimeoutMs,
  leaveDeadlineMs: LEAVE_DEADLINE_MS,
  hopsMax: DEFAULT_PARAMETERS.hopsMax,
};

/** Returns the options of a member alone, of an object that has others as well. */
export function memberOptionsOf(options: MemberOptions): MemberOptions {
  const names = Object.keys(DEFAULT_MEMBER_OPTIONS) as (keyof MemberOptions)[];
  return Object.fromEntries(names.map((name) => [name, options[name]])) as unknown as MemberOptions;
}

/** The address under which peers reach it. */
export function addressOf({
  advertise,
  host,
  port,
}: Pick<MemberOptions, 'advertise' | 'host' | 'port'>): Address {
  return advertise ?? `${host}:${port}`;
}
