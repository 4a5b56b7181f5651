// Every option of a node. Names of the command line and the environment follow from the keys: `dataDir` is `--data-
// dir` and CHORD_DATA_DIR.
import { DEFAULT_PARAMETERS } from '@chord-dht/chord';
import { DEFAULT_STORE_PARAMETERS } from '@chord-dht/store';
import { MEMBER_RANGES, MEMBER_WORDS } from '@chord-dht/nest';
import { ACCESS_OPTIONS } from './access-options';
import { checkBind, checkDiscover, checkHost, checkMove, checkPeer } from './checks';
import { choice, flag, list, text, whole, type Option } from './option';

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

export const OPTIONS = {
  config: text({
    fallback: null,
    fallbackText: 'none',
    hint: 'FILE',
    about:
      'file of options: a JSON object with the names of the command line, without dashes in front; command line and environment outrank it',
  }),
  port: whole({
    fallback: 5000,
    ...MEMBER_RANGES.port,
    min: 0,
    about: "port of everything: API, dashboard and the peers' traffic; 0 takes any free one",
  }),
  host: text({
    fallback: 'localhost',
    hint: 'NAME',
    check: checkHost,
    about: 'the name by which peers reach this node; name and port decide its id',
  }),
  advertise: text({
    fallback: null,
    fallbackText: '<host>:<port>',
    hint: 'HOST:PORT',
    check: checkPeer,
    about:
      'the address by which peers reach this node where it is another than host and port, behind a mapped port for example; it decides the id then',
  }),
  bind: list({
    fallback: ['127.0.0.1', '::1'],
    hint: 'ADDRESS,...',
    check: checkBind,
    about:
      'addresses to listen on; beyond loopback only with peer secret, tokens and TLS, or --insecure',
  }),
  join: list({
    fallback: [],
    fallbackText: 'none: a ring of one',
    hint: 'HOST:PORT,...',
    check: checkPeer,
    about: 'members of the ring to become part of at start',
  }),
  discover: list({
    fallback: [],
    fallbackText: 'none',
    hint: 'NAME:PORT|SERVICE,...',
    check: checkDiscover,
    about:
      'DNS names that lead to the members of the ring to become part of: NAME:PORT (A, AAAA), or a service such as _chord._tcp.example (SRV); asked at start, and again while the node is alone',
  }),
  moved: list({
    fallback: [],
    fallbackText: 'none',
    hint: 'OLD=NEW,...',
    check: checkMove,
    about:
      'members whose disks have another host:port than before, also this one; give it to every member of the ring, and never start one under its old name again',
  }),
  virtualNodes: whole({
    fallback: 1,
    ...MEMBER_RANGES.virtualNodes,
    about:
      'positions of this node on the ring; more of them take a larger and more even share of it',
  }),
  bits: whole({
    fallback: 160,
    ...MEMBER_RANGES.bits,
    about: 'length of an id; all members of a ring agree on it',
  }),
  dataDir: text({
    fallback: null,
    fallbackText: '.data/<host>-<port>',
    hint: 'DIR',
    about: 'where this node keeps its keys',
  }),
  backupDir: text({
    fallback: null,
    fallbackText: 'none: it makes no backups',
    hint: 'DIR',
    about: 'where this node writes backups of what it keeps, when an administrator asks for one',
  }),
  store: choice(
    MEMBER_WORDS.store,
    'lmdb',
    'lmdb keeps keys on disk, memory forgets them at the end',
  ),
  durability: choice(
    MEMBER_WORDS.durability,
    'flush',
    'when a write is acknowledged: flush survives a power loss, commit the death of the process',
  ),
  replicas: whole({
    fallback: DEFAULT_STORE_PARAMETERS.replicas,
    ...MEMBER_RANGES.replicas,
    about: 'home replicas of a key; reads and writes need a majority of them',
  }),
  transport: choice(
    MEMBER_WORDS.transport,
    'mux',
    'how peers talk: mux is one connection for many messages, http a request each',
  ),
  onStop: choice(
    MEMBER_WORDS.onStop,
    'stay',
    'at SIGTERM and SIGINT: stay keeps keys and place for the next start, leave hands them over first',
  ),
  tombstoneGraceMs: whole({
    fallback: DEFAULT_STORE_PARAMETERS.tombstoneGraceMs,
    ...MEMBER_RANGES.tombstoneGraceMs,
    about: 'how long a tombstone, the record of a deletion, is kept at least, milliseconds',
  }),
  successors: whole({
    fallback: DEFAULT_PARAMETERS.successorsMax,
    ...MEMBER_RANGES.successors,
    about: 'length of the successor list',
  }),
  stabilizeMs: whole({
    fallback: DEFAULT_PARAMETERS.stabiliseMs,
    ...MEMBER_RANGES.stabilizeMs,
    about: 'time between two checks of the neighbours, milliseconds',
  }),
  fixFingersMs: whole({
    fallback: DEFAULT_PARAMETERS.fixFingersMs,
    ...MEMBER_RANGES.fixFingersMs,
    about: 'time between two refreshes of a finger, milliseconds',
  }),
  probeLostMs: whole({
    fallback: DEFAULT_PARAMETERS.probeLostMs,
    ...MEMBER_RANGES.probeLostMs,
    about: 'time between two looks for members that were lost, milliseconds',
  }),
  callTimeoutMs: whole({
    fallback: DEFAULT_PARAMETERS.callTimeoutMs,
    ...MEMBER_RANGES.callTimeoutMs,
    about: 'how long a peer may take to answer one message, milliseconds',
  }),
  operationTimeoutMs: whole({
    fallback: DEFAULT_PARAMETERS.operationTimeoutMs,
    ...MEMBER_RANGES.operationTimeoutMs,
    about: 'how long a read, write or lookup may take in all, milliseconds',
  }),
  hopsMax: whole({
    fallback: DEFAULT_PARAMETERS.hopsMax,
    ...MEMBER_RANGES.hopsMax,
    about: 'hops after which a lookup gives up',
  }),
  handlerDeadlineMs: whole({
    fallback: 10_000,
    min: 200,
    max: 10 * MINUTE_MS,
    about: 'how long a request may take before it is answered 503, milliseconds',
  }),
  joinDeadlineMs: whole({
    fallback: DEFAULT_PARAMETERS.uniteTimeoutMs,
    ...MEMBER_RANGES.joinDeadlineMs,
    about: 'how long a join may take in all, milliseconds',
  }),
  leaveDeadlineMs: whole({
    fallback: 120_000,
    ...MEMBER_RANGES.leaveDeadlineMs,
    about: 'how long a leaving node may hand its keys over, milliseconds',
  }),
  requestTimeoutMs: whole({
    fallback: 30_000,
    min: 1_000,
    max: 10 * MINUTE_MS,
    about: 'how long a client may take to send a request, milliseconds',
  }),
  headersTimeoutMs: whole({
    fallback: 10_000,
    min: 500,
    max: 10 * MINUTE_MS,
    about:
      "how long a client may take for the handshake of TLS, and to send a request's head, milliseconds",
  }),
  keepAliveTimeoutMs: whole({
    fallback: 72_000,
    min: 1_000,
    max: 60 * MINUTE_MS,
    about: 'how long an idle connection of a client stays open, milliseconds',
  }),
  valueBytesMax: whole({
    fallback: MIB,
    ...MEMBER_RANGES.valueBytesMax,
    about: 'largest value, bytes',
  }),
  controlBytesMax: whole({
    fallback: 64 * 1024,
    min: 256,
    max: MIB,
    about: 'largest body of any other request, bytes',
  }),
  connectionsMax: whole({
    fallback: 4_096,
    min: 10,
    max: 1_000_000,
    about: 'connections open at the same time',
  }),
  requestsMax: whole({
    fallback: 512,
    min: 1,
    max: 100_000,
    about:
      'requests of clients worked on at a time, fewer while they take long; others are answered 503 at once',
  }),
  requestBytesMax: whole({
    fallback: 128 * MIB,
    min: 1,
    max: 64 * 1024 * MIB,
    about: 'bytes of values that requests and answers under way may hold in memory',
  }),
  clientRate: whole({
    fallback: 5_000,
    min: 0,
    max: 1_000_000,
    about:
      'requests a second that one client (a token, else an address) may send; others are answered 429; 0 for any number',
  }),
  clientRequestsMax: whole({
    fallback: 128,
    min: 0,
    max: 100_000,
    about: 'requests of one client worked on at a time, streams included; 0 for any number',
  }),
  clientLimitLoopback: flag(
    'limit also clients of this machine that have no token; by default they are not limited',
  ),
  // A node further behind than this answers after its peers have stopped waiting.
  loopDelayMsMax: whole({
    fallback: 2_000,
    min: 10,
    max: MINUTE_MS,
    about: 'a node further behind with its work refuses reads and writes, milliseconds',
  }),
  streamsMax: whole({
    fallback: 256,
    min: 1,
    max: 100_000,
    about: 'event streams open at the same time',
  }),
  ...ACCESS_OPTIONS,
  logLevel: choice(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'info',
    'least serious entries of the log to show',
  ),
  logFormat: choice(
    ['auto', 'json', 'plain'],
    'auto',
    'json is an object a line; auto is plain on a terminal',
  ),
} satisfies Record<string, Option<never> | Option<unknown>>;

export type OptionName = keyof typeof OPTIONS;

type ValueOf<O> = O extends Option<infer T> ? T : never;

/** All options with their values; `dataDir` is always set once loaded. */
export type NodeConfig = {
  readonly [N in OptionName]: N extends 'dataDir' ? string : ValueOf<(typeof OPTIONS)[N]>;
};

export const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

/** `dataDir` -> `data-dir` */
export function commandLineName(name: OptionName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `dataDir` -> `CHORD_DATA_DIR` */
export function variableName(name: OptionName): string {
  return `CHORD_${commandLineName(name).replaceAll('-', '_').toUpperCase()}`;
}
