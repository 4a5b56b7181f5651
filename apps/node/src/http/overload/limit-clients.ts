// Identifies a client by its token, or else by its address.
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import type { Token } from '../../config/bearer-token';
import type { NodeConfig } from '../../config/options';
import { PEER_PATH } from '@chord-dht/transport';
import { HttpError } from '../problem/http-error';
import type { ClientLimits } from './client-limits';

/** Monitoring has to work even when another client of the same address exceeds its limit. */
const FREE = /^\/(?:health\/|metrics$|_test\/)/;
/** A refused write certainly had no effect. */
const NOT_APPLIED = { outcome: 'not-applied' } as const;
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Has to be called before the check of tokens, so that this one runs later, and before the first route is added. */
export function limitClients(
  server: FastifyInstance,
  config: NodeConfig,
  limits: ClientLimits,
): void {
  if (limits.isOff) return;
  const admit: onRequestHookHandler = (request, reply, done) => {
    const { bearer, raw } = request;
    const name = nameOfClient(bearer, raw.socket.remoteAddress, config.clientLimitLoopback);
    if (name === undefined) return done();
    const verdict = limits.enter(name, performance.now());
    if (!verdict.ok) return done(tooMany(verdict.why, config));
    reply.raw.once('close', verdict.release);
    done();
  };
  server.addHook('onRoute', (route) => {
    if (route.url === PEER_PATH || FREE.test(route.url)) return;
    route.onRequest = [admit, ...[route.onRequest ?? []].flat()];
  });
}

/** @returns `undefined` for a client without limits */
export function nameOfClient(
  token: Token | undefined,
  remoteAddress: string | undefined,
  withLoopback: boolean,
): string | undefined {
  if (token) return `token ${token.name}`;
  return LOOPBACK.test(remoteAddress ?? '') && !withLoopback
    ? undefined
    : `address ${remoteAddress ?? ''}`;
}

type Limits = Pick<NodeConfig, 'clientRate' | 'clientRequestsMax'>;

export function tooMany(why: 'rate' | 'under-way', config: Limits): HttpError {
  return new HttpError('TOO_MANY_REQUESTS', wordsOf(why, config), NOT_APPLIED);
}

function wordsOf(why: 'rate' | 'under-way', { clientRate, clientRequestsMax }: Limits): string {
  return why === 'rate'
    ? `This client asks more than ${clientRate} times a second (--client-rate); ask more slowly`
    : `This client has ${clientRequestsMax} requests under way (--client-requests-max); wait for their answers`;
}
