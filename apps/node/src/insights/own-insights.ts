// The recent activity of this node, from its requests and lookups since the start.
import { type Member, MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { nodeRefDto } from '../dto/node-ref.dto';
import { RequestClock } from '../http/request-clock';
import type { NodeInsightsDto } from './insights.dto';
import { SAMPLE_MS, Samples } from './samples';

const PEERS_MAX = 512;
/** The routes that count as operations: one key, in either API. */
const OF_KEYS = new Set(['/db/:key', '/api/v1/keys/:key']);
const READS = new Set(['GET', 'HEAD']);

@Injectable()
export class OwnInsights implements OnModuleInit, OnModuleDestroy {
  private readonly samples = new Samples(performance.now());
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(RequestClock) private readonly requests: RequestClock,
  ) {}

  onModuleInit(): void {
    this.requests.onAnswered((method, route, status, ms) => {
      if (OF_KEYS.has(route)) this.samples.answered(READS.has(method), status, ms);
    });
    this.holder.whenAttached(({ chord }) => {
      chord.events.on((event) => {
        if (event.type === 'owner-found') this.samples.lookedUp(event.hops);
      });
    });
    this.timer = setInterval(() => this.samples.cut(performance.now(), Date.now()), SAMPLE_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Returns the activity of this process; the round trips are those of one of its positions. */
  read({ chord }: Member = this.holder.current): NodeInsightsDto {
    return {
      node: nodeRefDto(chord.self, chord.space),
      samples: this.samples.all().map(({ atMs, ...figures }) => ({
        at: new Date(atMs).toISOString(),
        ...figures,
      })),
      hops: [...this.samples.hops()],
      roundTrips: chord.peers
        .roundTrips()
        .slice(0, PEERS_MAX)
        .map(({ peer, ms }) => ({ to: peer, ms: Number(ms.toFixed(3)) })),
    };
  }
}
