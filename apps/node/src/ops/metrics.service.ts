// Connects the metrics to their sources.
import { MemberHolder, ServicePhase } from '@chord-dht/nest';
import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { ClientDoor } from '../clients/client-door';
import { EventStreams } from '../events/event-streams';
import { WatchStreams } from '../watch/watch-streams';
import { Admission } from '../http/overload/admission';
import { RequestClock } from '../http/request-clock';
import { WatchedTls } from '../http/watched-tls';
import { LOGGER, type Logger } from '../log/logger';
import { Defects } from '../log/defects';
import { Metrics } from './metrics';
import { Readiness } from './readiness';
import type { Readings } from './state-metrics';

@Injectable()
export class MetricsService implements OnModuleInit {
  private readonly metrics = new Metrics(() => this.read());

  private asked = { diskFreeBytes: Infinity, diskFull: false, isReady: false };

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(WatchStreams) private readonly watches: WatchStreams,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(RequestClock) private readonly requests: RequestClock,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(ClientDoor) private readonly door: ClientDoor,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(Defects) private readonly defects: Defects,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Optional() @Inject(WatchedTls) private readonly tls: WatchedTls | undefined,
  ) {}

  onModuleInit(): void {
    this.requests.onAnswered((method, route, status, ms) =>
      this.metrics.requestAnswered(method, route, status, ms / 1_000),
    );
    this.admission.onRefused((why) => this.metrics.requestRefused(why));
    this.defects.onDefect((where) => this.metrics.defect(where));
    this.holder.whenAttached(({ chord, store }) => {
      chord.events.on((event) => this.metrics.ringEvent(event));
      store.events.on((event) => this.metrics.storeEvent(event));
    });
  }

  loopWasLate(delayMs: number): void {
    this.metrics.loopWasLate(delayMs / 1_000);
  }

  get contentType(): string {
    return this.metrics.registry.contentType;
  }

  /** All metrics in the text format of Prometheus. */
  async text(): Promise<string> {
    const rooms = await Promise.all(this.holder.all.map(({ records }) => records.room()));
    this.asked = {
      diskFreeBytes: Math.min(...rooms.map(({ freeBytes }) => freeBytes)),
      diskFull: rooms.some(({ isFull }) => isFull),
      isReady: this.phase.phase === 'serving' && (await this.readiness.read()).isReady,
    };
    return this.metrics.text();
  }

  private read(): Readings | undefined {
    const member = this.holder.optional;
    if (!member) return undefined;
    const { chord } = member;
    const moves = this.holder.all.map(({ store }) => store.movement());
    return {
      movement: {
        received: sumOf(moves.map(({ received }) => received)),
        sent: sumOf(moves.map(({ sent }) => sent)),
        underWay: {
          records: moves.reduce((sum, { underWay }) => sum + (underWay?.records ?? 0), 0),
          done: moves.reduce((sum, { underWay }) => sum + (underWay?.done ?? 0), 0),
        },
      },
      successors: chord.successors.length,
      fingers: chord.fingers().length,
      ...this.holder.figures(),
      positions: this.holder.all.length,
      streams: this.streams.count + this.watches.count,
      requestsInFlight: this.phase.requestsInFlight,
      requestsMax: this.admission.requestsMaxNow,
      clients: this.door.connected,
      clientCalls: this.door.calls,
      membership: chord.membership,
      logLinesLost: this.log.lostLines,
      ...this.asked,
      certificateEndsS: this.tls && this.tls.endsAtMs / 1_000,
      unservedArcs: this.holder.all.reduce(
        (sum, { store }) => sum + store.service().unserved.length,
        0,
      ),
    };
  }
}

function sumOf(moved: readonly { readonly records: number; readonly bytes: number }[]): {
  records: number;
  bytes: number;
} {
  return {
    records: moved.reduce((sum, { records }) => sum + records, 0),
    bytes: moved.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
