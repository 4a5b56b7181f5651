// A transport on the web server of the application.
import type { Transport } from '@chord-dht/chord';
import {
  createTransport,
  peerHttpConfig,
  PunctualTransport,
  type HttpTransportOptions,
  type TransportKind,
} from '@chord-dht/transport';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { StartError } from '../base/errors';
import type { TransportContext } from '../ports/tokens';

/**
 * Registers peers before the routes of the server are final.
 * @throws StartError when the server cannot carry this transport
 */
export function bindTransport(
  kind: TransportKind,
  { self, ring, server, fastify }: TransportContext,
  options: Omit<HttpTransportOptions, 'self' | 'ring' | 'http'>,
): Transport {
  if (kind === 'http' && !fastify) {
    throw new StartError(
      'CONFIGURATION',
      'The transport http needs an application on Fastify (@nestjs/platform-fastify); mux works on any.',
    );
  }
  const http = kind === 'http' ? createHttpService() : undefined;
  const bound = createTransport(kind, { ...options, self, ring, http });
  bound.attach(server, fastify);
  return new PunctualTransport(bound.transport);
}

/** Messages of the transport `http` are sent by Nest's own client. */
function createHttpService(): HttpService {
  return new HttpService(axios.create(peerHttpConfig()));
}
