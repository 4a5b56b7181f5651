// All open event streams, and the source of their events.
import { MemberHolder, ServicePhase } from '@chord-dht/nest';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NODE_CONFIG } from '../config/config.token';
import type { NodeConfig } from '../config/options';
import { HttpError } from '../http/problem/http-error';
import { EventLog } from './event-log';
import { EventStream, type StreamOptions } from './event-stream';

/** The options in a listener's request. */
export type StreamWishes = Pick<StreamOptions, 'after' | 'kinds' | 'limit' | 'seconds'>;

@Injectable()
export class EventStreams implements OnModuleInit {
  private readonly log = new EventLog();
  private readonly running = new Set<EventStream>();

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
  ) {}

  onModuleInit(): void {
    this.phase.onDraining(() => this.endAll());
    this.holder.whenAttached(({ chord, store }) => {
      const { clock, self } = chord;
      chord.events.on((event) => this.log.append(event, clock.wallMs(), self.address));
      store.events.on((event) => this.log.append(event, clock.wallMs(), self.address));
    });
  }

  get count(): number {
    return this.running.size;
  }

  /** @throws HttpError `TOO_MANY_STREAMS`, or `NOT_READY` */
  open(reply: FastifyReply, wishes: StreamWishes): void {
    const { self, space } = this.holder.current.chord;
    if (this.phase.phase === 'draining')
      throw new HttpError('NOT_READY', 'The node is stopping; ask another node');
    if (this.running.size >= this.config.streamsMax) {
      throw new HttpError(
        'TOO_MANY_STREAMS',
        `This node serves at most ${this.config.streamsMax} event streams at a time (--streams-max); close one, or ask another node`,
      );
    }
    reply.hijack();
    // A stop does not wait for streams.
    if (reply.request.served) this.phase.requestEnded(reply.request.served);
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // A short stream may end before this returns.
    let isOver = false;
    const stream: EventStream = new EventStream(reply.raw, {
      log: this.log,
      address: self.address,
      space,
      ...wishes,
      onEnd: () => {
        isOver = true;
        this.running.forEach((open) => open.isOver && this.running.delete(open));
      },
    });
    if (!isOver) this.running.add(stream);
  }

  endAll(): void {
    for (const stream of [...this.running]) stream.end();
  }
}
