// The metrics that show the state of the node at the moment of the scrape.
import { Counter, Gauge, type Registry } from 'prom-client';

export interface Readings {
  readonly positions: number;
  readonly successors: number;
  readonly fingers: number;
  readonly keys: number;
  readonly ownKeys: number;
  readonly bytes: number;
  readonly pendingRanges: number;
  readonly streams: number;
  readonly requestsInFlight: number;
  readonly requestsMax: number;
  /** The number of programs that use the binary protocol. */
  readonly clients: number;
  readonly clientCalls: { readonly answered: number; readonly refused: number };
  readonly membership: string;
  readonly isReady: boolean;
  readonly logLinesLost: number;
  readonly diskFreeBytes: number;
  readonly diskFull: boolean;
  readonly unservedArcs: number;
  /** The end of the port's certificate, in seconds of the wall clock; `undefined` without TLS. */
  readonly certificateEndsS: number | undefined;
  readonly movement: Movement;
}

/** The records that are being moved between home replicas. */
export interface Movement {
  readonly received: { readonly records: number; readonly bytes: number };
  readonly sent: { readonly records: number; readonly bytes: number };
  readonly underWay: { readonly records: number; readonly done: number };
}

type Reader = (state: Readings) => number | undefined;

const GAUGES: readonly (readonly [name: string, help: string, read: Reader])[] = [
  ['chord_ready', '1 while /health/ready is 200', (state) => Number(state.isReady)],
  [
    'chord_is_member',
    '1 as a member of a ring of several',
    (state) => Number(state.membership === 'member'),
  ],
  ['chord_positions', 'Positions of this node on the ring', (state) => state.positions],
  ['chord_successors', 'Entries of the successor list', (state) => state.successors],
  ['chord_fingers', 'Distinct fingers', (state) => state.fingers],
  ['chord_keys', 'Keys stored here', (state) => state.keys],
  ['chord_own_keys', 'Keys stored here as their owner', (state) => state.ownKeys],
  ['chord_value_bytes', 'Bytes of all values stored here', (state) => state.bytes],
  [
    'chord_pending_ranges',
    'Arcs taken over, or brought to a home replica, at present',
    (state) => state.pendingRanges,
  ],
  ['chord_event_streams', 'Event streams and watches open', (state) => state.streams],
  ['chord_requests_in_flight', 'Requests being served', (state) => state.requestsInFlight],
  ['chord_requests_max', 'Requests of clients let in at a time', (state) => state.requestsMax],
  ['chord_clients', 'Clients of the binary protocol connected', (state) => state.clients],
  [
    'chord_disk_free_bytes',
    'Room for values, free pages of the data file included',
    (state) => state.diskFreeBytes,
  ],
  [
    'chord_disk_full',
    '1 while values are refused for want of room; deleting goes on',
    (state) => Number(state.diskFull),
  ],
  [
    'chord_records_moving',
    'Records that this node brings to others or fetches now',
    ({ movement }) => movement.underWay.records,
  ],
  [
    'chord_records_moving_done',
    'As many of them are done',
    ({ movement }) => movement.underWay.done,
  ],
  [
    'chord_unserved_arcs',
    'Arcs of this node that wait for a majority of their home replicas',
    (state) => state.unservedArcs,
  ],
  [
    'chord_certificate_ends_timestamp_seconds',
    'When the certificate of the port ends; none without TLS',
    (state) => state.certificateEndsS,
  ],
];

interface Count {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly ['direction'] | readonly ['outcome'] | readonly [];
  readonly read: (state: Readings) => readonly (readonly [Record<string, string>, number])[];
}

/** Counters whose values come from elsewhere. */
const COUNTERS: readonly Count[] = [
  {
    name: 'chord_moved_records_total',
    help: 'Records moved between home replicas',
    labelNames: ['direction'],
    read: ({ movement }) => bothWays(movement, 'records'),
  },
  {
    name: 'chord_moved_bytes_total',
    help: 'Their bytes',
    labelNames: ['direction'],
    read: ({ movement }) => bothWays(movement, 'bytes'),
  },
  {
    name: 'chord_client_calls_total',
    help: 'Calls of clients of the binary protocol, by how they ended',
    labelNames: ['outcome'],
    read: ({ clientCalls }) => [
      [{ outcome: 'answered' }, clientCalls.answered],
      [{ outcome: 'refused' }, clientCalls.refused],
    ],
  },
  {
    name: 'chord_log_lines_lost_total',
    help: 'Lines of the log that could not be written',
    labelNames: [],
    read: ({ logLinesLost }) => [[{}, logLinesLost]],
  },
];

function bothWays({ received, sent }: Movement, unit: 'records' | 'bytes') {
  return [
    [{ direction: 'in' }, received[unit]],
    [{ direction: 'out' }, sent[unit]],
  ] as const;
}

/** @param state returns the state that was read for this answer; `undefined` while the node starts */
export function addStateMetrics(registry: Registry, state: () => Readings | undefined): void {
  const registers = [registry];
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const now = state();
        const value = now && read(now);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }
  for (const { name, help, labelNames, read } of COUNTERS) {
    new Counter<string>({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        const now = state();
        if (!now) return;
        this.reset();
        for (const [labels, value] of read(now)) this.inc(labels, value);
      },
    });
  }
}
