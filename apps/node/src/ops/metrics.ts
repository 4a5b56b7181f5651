// Knows what is counted and measured. Each app has a registry of its own: several nodes may share a process.
import type { RingEvent } from '@chord-dht/chord';
import type { Refusal } from '../http/overload/admission';
import type { DefectPlace } from '../log/defects';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds; a key on the same machine takes one to ten milliseconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The default of 10 ms would wake an idle process a hundred times a second. */
const LOOP_PRECISION_MS = 250;
const PLACES: readonly DefectPlace[] = ['request', 'message', 'background'];
const HOPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16];

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
  readonly membership: string;
  readonly logLinesLost: number;
  readonly diskFreeBytes: number;
  readonly diskFull: boolean;
  readonly unservedArcs: number;
  readonly movement: Movement;
}

/** Records that are moved between home replicas. */
export interface Movement {
  readonly received: { readonly records: number; readonly bytes: number };
  readonly sent: { readonly records: number; readonly bytes: number };
  readonly underWay: { readonly records: number; readonly done: number };
}

export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  /** By their labels, which are costly to look up for every request. */
  private readonly requestSeries = new Map<
    string,
    Histogram.Internal<'method' | 'route' | 'status'>
  >();
  private readonly lookups: Counter<'outcome'>;
  private readonly hops: Histogram;
  private readonly lookupSeconds: Histogram;
  private readonly events: Counter<'type'>;
  private readonly refusals: Counter<'why'>;
  private readonly defects: Counter<'where'>;
  private takeReading: () => void = () => undefined;

  /** @param read the state at the moment of the question; `undefined` while the node starts */
  constructor(read: () => Readings | undefined) {
    const registers = [this.registry];
    collectDefaultMetrics({
      register: this.registry,
      prefix: 'chord_',
      eventLoopMonitoringPrecision: LOOP_PRECISION_MS,
    });
    this.requests = new Histogram({
      name: 'chord_http_request_seconds',
      help: 'How long requests took',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    this.lookups = new Counter({
      name: 'chord_lookups_total',
      help: 'Lookups by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.hops = new Histogram({
      name: 'chord_lookup_hops',
      help: 'Forwards of a lookup until the predecessor of its target',
      buckets: HOPS,
      registers,
    });
    this.lookupSeconds = new Histogram({
      name: 'chord_lookup_seconds',
      help: 'How long lookups took',
      buckets: SECONDS,
      registers,
    });
    this.events = new Counter({
      name: 'chord_ring_events_total',
      help: 'Changes of the ring that this node saw',
      labelNames: ['type'],
      registers,
    });
    this.refusals = new Counter({
      name: 'chord_requests_refused_total',
      help: 'Requests refused because the node had too much to do',
      labelNames: ['why'],
      registers,
    });
    this.defects = new Counter({
      name: 'chord_defects_total',
      help: 'Failures that the program did not foresee, by what they stood in the way of; each is in the log',
      labelNames: ['where'],
      registers,
    });
    // Named before the first one, so that an alarm can be put on them.
    for (const where of PLACES) this.defects.inc({ where }, 0);
    this.addState(read);
  }

  /** All of it in the text format of Prometheus. */
  text(): Promise<string> {
    this.takeReading();
    return this.registry.metrics();
  }

  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    const name = `${method} ${status} ${route}`;
    let series = this.requestSeries.get(name);
    if (!series) {
      series = this.requests.labels({ method, route, status: String(status) });
      this.requestSeries.set(name, series);
    }
    series.observe(seconds);
  }

  requestRefused(why: Refusal): void {
    this.refusals.inc({ why });
  }

  defect(where: DefectPlace): void {
    this.defects.inc({ where });
  }

  ringEvent(event: RingEvent): void {
    switch (event.type) {
      case 'owner-found':
        this.lookups.inc({ outcome: 'found' });
        this.hops.observe(event.hops);
        this.lookupSeconds.observe(event.ms / 1_000);
        return;
      case 'lookup-failed':
        this.lookups.inc({ outcome: event.code });
        return;
      case 'lookup-started':
      case 'hop-started':
      case 'hop-answered':
        return;
      default:
        this.events.inc({ type: event.type });
    }
  }

  private addState(read: () => Readings | undefined): void {
    const gauges: readonly (readonly [string, string, (state: Readings) => number])[] = [
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
        'chord_log_lines_lost',
        'Lines of the log that could not be written',
        (state) => state.logLinesLost,
      ],
      [
        'chord_is_member',
        '1 as a member of a ring of several',
        (state) => Number(state.membership === 'member'),
      ],
    ];
    // Once for all of them: what an arc has is looked up in the engine.
    let state: Readings | undefined;
    this.takeReading = () => (state = read());
    const registers = [this.registry];
    for (const [name, help, value] of gauges) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          if (state) this.set(value(state));
        },
      });
    }
    this.addMovement(() => state?.movement);
  }

  private addMovement(read: () => Movement | undefined): void {
    const counters: readonly (readonly [string, string, 'records' | 'bytes'])[] = [
      ['chord_moved_records_total', 'Records moved between home replicas', 'records'],
      ['chord_moved_bytes_total', 'Their bytes', 'bytes'],
    ];
    for (const [name, help, unit] of counters) {
      new Counter({
        name,
        help,
        labelNames: ['direction'],
        registers: [this.registry],
        collect() {
          const moved = read();
          if (!moved) return;
          this.reset();
          this.inc({ direction: 'in' }, moved.received[unit]);
          this.inc({ direction: 'out' }, moved.sent[unit]);
        },
      });
    }
  }
}
