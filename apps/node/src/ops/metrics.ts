// The counters and gauges. Each app has a registry of its own, because several nodes can share a process.
import type { RingEvent } from '@chord-dht/chord';
import type { StoreEvent } from '@chord-dht/store';
import type { Refusal } from '../http/overload/admission';
import type { DefectPlace } from '../log/defects';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { VERSION } from '../config/version';
import { addProcessMetrics } from './process-metrics';
import { RequestTimes } from './request-times';
import { addStateMetrics, type Readings } from './state-metrics';

/** Seconds; a key on the same machine takes one to ten milliseconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const PLACES: readonly DefectPlace[] = ['request', 'message', 'background'];
const HOPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16];

export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new RequestTimes(
    'chord_http_request_seconds',
    'How long requests took',
    SECONDS,
  );
  private readonly lookups: Counter<'outcome'>;
  private readonly hops: Histogram;
  private readonly lookupSeconds: Histogram;
  private readonly events: Counter<'type'>;
  private readonly refusals: Counter<'why'>;
  private readonly defects: Counter<'where'>;
  private readonly unreadable: Counter;
  private readonly mended: Counter;
  private readonly loopSeconds: Histogram;
  private loopSecondsMax = 0;
  private takeReading: () => void = () => undefined;

  /** @param read returns the present state; `undefined` while the node starts */
  constructor(read: () => Readings | undefined) {
    const registers = [this.registry];
    new Gauge({
      name: 'chord_build_info',
      help: 'Always 1; the version of the product is its label',
      labelNames: ['version'],
      registers,
    }).set({ version: VERSION }, 1);
    this.requests.register(this.registry);
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
    this.loopSeconds = this.addLoop();
    this.defects = new Counter({
      name: 'chord_defects_total',
      help: 'Failures that the program did not foresee, by what they stood in the way of; each is in the log',
      labelNames: ['where'],
      registers,
    });
    // Created in advance, so that an alarm can refer to them.
    for (const where of PLACES) this.defects.inc({ where }, 0);
    this.unreadable = new Counter({
      name: 'chord_unreadable_records_total',
      help: 'Times that a record was found which has changed on the disk; each record is in the log',
      registers,
    });
    this.mended = new Counter({
      name: 'chord_mended_records_total',
      help: 'Records with an unreadable value that were made whole by the copy of another node',
      registers,
    });
    // Read once for all of them: the figures of an arc come from the engine.
    let state: Readings | undefined;
    this.takeReading = () => (state = read());
    addStateMetrics(this.registry, () => state);
    addProcessMetrics(this.registry);
  }

  /** All metrics in the text format of Prometheus. */
  text(): Promise<string> {
    this.takeReading();
    return this.registry.metrics();
  }

  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe(method, route, status, seconds);
  }

  /** Records the lateness of one tick of a slow timer. */
  loopWasLate(seconds: number): void {
    this.loopSeconds.observe(seconds);
    this.loopSecondsMax = Math.max(this.loopSecondsMax, seconds);
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

  storeEvent({ type }: StoreEvent): void {
    if (type === 'record-corrupt') this.unreadable.inc();
    else if (type === 'record-mended') this.mended.inc();
  }

  private addLoop(): Histogram {
    const registers = [this.registry];
    const takeMax = (): number => {
      const max = this.loopSecondsMax;
      this.loopSecondsMax = 0;
      return max;
    };
    new Gauge({
      name: 'chord_event_loop_delay_max_seconds',
      help: 'The longest that the event loop was late since the question before',
      registers,
      collect() {
        this.set(takeMax());
      },
    });
    return new Histogram({
      name: 'chord_event_loop_delay_seconds',
      help: 'How late the event loop was, looked at four times a second',
      buckets: SECONDS,
      registers,
    });
  }
}
