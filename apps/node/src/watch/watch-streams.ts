// All open watches.
import type { WatchOptions } from '@chord-dht/store';
import { MemberHolder, ServicePhase } from '@chord-dht/nest';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NODE_CONFIG } from '../config/config.token';
import type { NodeConfig } from '../config/options';
import { HttpError } from '../http/problem/http-error';
import { WatchStream } from './watch-stream';

@Injectable()
export class WatchStreams implements OnModuleInit {
  private readonly running = new Set<WatchStream>();

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
  ) {}

  onModuleInit(): void {
    this.phase.onDraining(() => {
      for (const stream of [...this.running]) stream.end();
    });
  }

  get count(): number {
    return this.running.size;
  }

  get space(): MemberHolder['current']['chord']['space'] {
    this.phase.assertServing();
    return this.holder.current.chord.space;
  }

  /** @throws HttpError `TOO_MANY_STREAMS`, or `NOT_READY` */
  open(reply: FastifyReply, options: WatchOptions): void {
    this.phase.assertServing();
    if (this.running.size >= this.config.streamsMax) {
      const sentence = `At most ${this.config.streamsMax} watches at a time`;
      throw new HttpError('TOO_MANY_STREAMS', sentence);
    }
    const { store } = this.holder.current;
    reply.hijack();
    // A stop does not wait for streams.
    if (reply.request.served) this.phase.requestEnded(reply.request.served);
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const stream: WatchStream = new WatchStream(reply.raw, {
      isOfKey: options.key !== undefined,
      begin: (sink) => store.watch(options, sink),
      onEnd: () => this.running.delete(stream),
    });
    this.running.add(stream);
  }
}
