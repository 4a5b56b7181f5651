// Creates the transport that the options name.
import type { IncomingMessage } from 'node:http';
import type { Clock } from '@chord-dht/chord';
import { bindTransport, loggedRefusals, type TransportFactory } from '@chord-dht/nest';
import { AddressPolicy } from '@chord-dht/transport';
import { isLoopback } from '../config/checks';
import type { NodeConfig } from '../config/options';
import { readPeerSecret } from '../config/peer-secret';
import type { BrowserGuard } from '../http/browser-guard';
import { PROBLEMS } from '../http/problem/problem-table';
import type { WatchedTls } from '../http/watched-tls';
import type { Defects } from '../log/defects';
import type { Logger } from '../log/logger';
import { injectFaults } from '../testing-hooks/inject-faults';
import { TracedTransport } from '../tracing/traced-transport';
import { findTracer } from '../tracing/tracer';

export function createTransportFactory(
  config: NodeConfig,
  log: Logger,
  defects: Defects,
  guard: BrowserGuard,
  clock: Clock,
  tls: WatchedTls | undefined,
): TransportFactory {
  return (context) => {
    const { fastify } = context;
    if (!fastify) throw new Error('A node runs on Fastify.');
    const transport = bindTransport(config.transport, context, {
      policy: new AddressPolicy({ loopbackOnly: config.bind.every(isLoopback) }),
      secret: config.peerSecretFile === null ? undefined : readPeerSecret(config.peerSecretFile),
      tls,
      accept: (request) => acceptPeer(request, guard),
      onRefused: loggedRefusals(log),
      onFault: defects.onFault,
    });
    const tracer = findTracer();
    const seen = tracer ? new TracedTransport(transport, tracer) : transport;
    return injectFaults({ transport: seen, fastify, bind: config.bind, clock });
  };
}

/** Peers are no browsers: a request with an Origin was made by a page. */
function acceptPeer(request: IncomingMessage, guard: BrowserGuard): true | number {
  if (guard.checkHost(request)) return PROBLEMS.FOREIGN_HOST.status;
  if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
    return PROBLEMS.FOREIGN_ORIGIN.status;
  }
  return true;
}
