// Knows how the transport that the options name is made for this node.
import type { IncomingMessage } from 'node:http';
import type { Clock } from '@chord-dht/chord';
import {
  AddressPolicy,
  createTransport,
  peerHttpConfig,
  PunctualTransport,
  type HttpTransportOptions,
} from '@chord-dht/transport';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { isLoopback } from '../config/checks';
import type { NodeConfig } from '../config/options';
import { readPeerSecret } from '../config/peer-secret';
import type { BrowserGuard } from '../http/browser-guard';
import { PROBLEMS } from '../http/problem/problem-table';
import type { WatchedTls } from '../http/watched-tls';
import type { Defects } from '../log/defects';
import type { Logger } from '../log/logger';
import { injectFaults } from '../testing-hooks/inject-faults';
import type { TransportFactory } from './ports/tokens';

export function createTransportFactory(
  config: NodeConfig,
  log: Logger,
  defects: Defects,
  guard: BrowserGuard,
  clock: Clock,
  tls: WatchedTls | undefined,
): TransportFactory {
  return ({ self, ring, server, fastify }) => {
    const options: HttpTransportOptions = {
      self,
      ring,
      policy: new AddressPolicy({ loopbackOnly: config.bind.every(isLoopback) }),
      secret: config.peerSecretFile === null ? undefined : readPeerSecret(config.peerSecretFile),
      tls,
      accept: (request) => acceptPeer(request, guard),
      onRefused: (refused) => log.warn('peer-refused', { ...refused }),
      onFault: defects.onFault,
      http: config.transport === 'http' ? createHttpService() : undefined,
    };
    const bound = createTransport(config.transport, options);
    bound.attach(server, fastify);
    const transport = new PunctualTransport(bound.transport);
    return injectFaults({ transport, fastify, bind: config.bind, clock });
  };
}

/** Messages of the transport `http` go out through Nest's own client. */
function createHttpService(): HttpService {
  return new HttpService(axios.create(peerHttpConfig()));
}

/** Peers are no browsers: one that sends an Origin was led here by a page. */
function acceptPeer(request: IncomingMessage, guard: BrowserGuard): true | number {
  if (guard.checkHost(request)) return PROBLEMS.FOREIGN_HOST.status;
  if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
    return PROBLEMS.FOREIGN_ORIGIN.status;
  }
  return true;
}
