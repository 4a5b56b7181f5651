// Creates a transport by its name. Another one takes a folder, its kind and an entry here, and a green conformance
// suite.
import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Transport } from '@chord-dht/chord';
import { HttpTransport, type HttpTransportOptions } from './http/http-transport';
import { MuxTransport } from './mux/mux-transport';

export const TRANSPORT_KINDS = ['mux', 'http'] as const;
export type TransportKind = (typeof TRANSPORT_KINDS)[number];

export interface BoundTransport {
  readonly transport: Transport;
  /**
   * Registers peers at the node's own HTTP server. Called once, before its routes are final.
   * @throws RangeError for `http` without Fastify
   */
  attach(server: Server, fastify?: FastifyInstance): void;
}

/** @throws RangeError for a peer secret of less than 32 bytes. */
export function createTransport(
  kind: TransportKind,
  options: HttpTransportOptions,
): BoundTransport {
  return MAKERS[kind](options);
}

const MAKERS: Readonly<Record<TransportKind, (options: HttpTransportOptions) => BoundTransport>> = {
  mux: (options) => {
    const transport = new MuxTransport(options);
    return { transport, attach: (server) => transport.attach(server) };
  },
  http: (options) => {
    const transport = new HttpTransport(options);
    return {
      transport,
      attach: (_server, fastify) => {
        if (!fastify) throw new RangeError('The transport http serves on Fastify only.');
        transport.attach(fastify);
      },
    };
  },
};
