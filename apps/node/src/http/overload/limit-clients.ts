// Knows who a client is: its token, or else the address that it comes from.
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { NodeConfig } from '../../config/options';
import { PEER_PATH } from '@chord-dht/transport';
import { HttpError } from '../problem/http-error';
import { ClientLimits } from './client-limits';

/** Whoever watches over the node has to see it also when somebody else asks too much from the same address. */
const FREE = /^\/(?:health\/|metrics$|_test\/)/;
/** For a write too it is certain that nothing happened. */
const NOT_APPLIED = { outcome: 'not-applied' } as const;
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Has to be called before the check of tokens, which comes first then, and before the first route is there. */
export function limitClients(server: FastifyInstance, config: NodeConfig): void {
  const limits = new ClientLimits({
    perSecond: config.clientRate,
    underWayMax: config.clientRequestsMax,
  });
  if (limits.isOff) return;
  const admit: onRequestHookHandler = (request, reply, done) => {
    const name = nameOf(request, config.clientLimitLoopback);
    if (name === undefined) return done();
    const verdict = limits.enter(name, performance.now());
    if (!verdict.ok)
      return done(new HttpError('TOO_MANY_REQUESTS', wordsOf(verdict.why, config), NOT_APPLIED));
    reply.raw.once('close', verdict.release);
    done();
  };
  server.addHook('onRoute', (route) => {
    if (route.url === PEER_PATH || FREE.test(route.url)) return;
    route.onRequest = [admit, ...[route.onRequest ?? []].flat()];
  });
}

function nameOf({ bearer, raw }: FastifyRequest, withLoopback: boolean): string | undefined {
  if (bearer) return `token ${bearer.name}`;
  const { remoteAddress = '' } = raw.socket;
  return LOOPBACK.test(remoteAddress) && !withLoopback ? undefined : `address ${remoteAddress}`;
}

function wordsOf(why: 'rate' | 'under-way', { clientRate, clientRequestsMax }: NodeConfig): string {
  return why === 'rate'
    ? `This client asks more than ${clientRate} times a second (--client-rate); ask more slowly`
    : `This client has ${clientRequestsMax} requests under way (--client-requests-max); wait for their answers`;
}
