// Gathers the activity of a whole ring from its members, in bounded time.
import { ChordError, unlessOwnDefect, type IdSpace, type NodeRef } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { fields, isNothing, list, node, number, text } from '../dht/peer-messages/read-view';
import type { InsightsDto, NodeInsightsDto, SampleDto } from './insights.dto';
import { OwnInsights } from './own-insights';

const MESSAGE = 'node.insights';
const WALK_MS = 2_500;
const ASK_MS = 2_000;
const ASKED_AT_ONCE = 16;

@Injectable()
export class RingInsights implements OnModuleInit {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(OwnInsights) private readonly own: OwnInsights,
  ) {}

  onModuleInit(): void {
    this.holder.whenAttached((member) =>
      member.chord.dispatcher.on(MESSAGE, () => this.own.read(member)),
    );
  }

  async read(): Promise<InsightsDto> {
    const { chord } = this.holder.current;
    const { members } = await chord.members({ timeoutMs: WALK_MS });
    const found = new Map<string, NodeInsightsDto>();
    const next = members.filter(({ answered }) => answered)[Symbol.iterator]();
    const worker = async (): Promise<void> => {
      for (const { node: peer } of next) {
        const insights = await this.of(peer).catch(unlessOwnDefect);
        if (insights) found.set(peer.id, insights);
      }
    };
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, worker));
    return {
      readAt: new Date(chord.clock.wallMs()).toISOString(),
      total: members.length,
      nodes: members.flatMap(({ node: { id } }) => found.get(id) ?? []),
    };
  }

  private async of(peer: NodeRef): Promise<NodeInsightsDto> {
    const { chord } = this.holder.current;
    if (peer.id === chord.self.id) return this.own.read();
    const answer = await chord.peers.call(peer, MESSAGE, null, { timeoutMs: ASK_MS });
    return readInsights(answer, chord.space);
  }
}

/** @throws ChordError `MALFORMED` */
export function readInsights(value: unknown, space: IdSpace): NodeInsightsDto {
  const insights = fields(value);
  return {
    node: node(insights['node'], space),
    samples: list(insights['samples'], sample),
    hops: list(insights['hops'], number),
    roundTrips: list(insights['roundTrips'], (item) => {
      const trip = fields(item);
      return { to: text(trip['to']), ms: number(trip['ms']) };
    }),
  };
}

function sample(value: unknown): SampleDto {
  const one = fields(value);
  const at = text(one['at']);
  if (Number.isNaN(Date.parse(at))) throw new ChordError('MALFORMED', 'A sample has no time.');
  const optional = (name: string): number | null =>
    isNothing(one[name]) ? null : number(one[name]);
  return {
    at,
    seconds: number(one['seconds']),
    reads: number(one['reads']),
    writes: number(one['writes']),
    failures: number(one['failures']),
    p50Ms: optional('p50Ms'),
    p99Ms: optional('p99Ms'),
  };
}
