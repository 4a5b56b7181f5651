// Creates the transport that the options name, for an application without checks of its own.
import { AddressPolicy, isLoopback } from '@chord-dht/transport';
import type { IncomingMessage } from 'node:http';
import { StartError } from '../base/errors';
import type { MemberOptions } from '../options/member-options';
import type { MemberFaults, MemberLog } from '../ports/member-log';
import type { TransportFactory } from '../ports/tokens';
import { bindTransport } from './bind-transport';
import { loggedRefusals } from './refused-peers';

const FORBIDDEN = 403;
const MAPPED = /^::ffff:/;

type TransportOptions = Pick<MemberOptions, 'bind' | 'transport'> & {
  readonly peerSecret?: string | Uint8Array | undefined;
};

export function transportOf(
  { bind, transport, peerSecret }: TransportOptions,
  log: MemberLog,
  faults: MemberFaults,
): TransportFactory {
  const loopbackOnly = bind.every(isLoopback);
  return (context) => {
    if (!loopbackOnly && peerSecret === undefined) {
      throw new StartError(
        'CONFIGURATION',
        `With bind ${bind.join(', ')} other machines reach this member: give all members the same peerSecret of 32 bytes or more.`,
      );
    }
    return bindTransport(transport, context, {
      policy: new AddressPolicy({ loopbackOnly }),
      secret: peerSecret,
      accept: (request) => acceptPeer(request, loopbackOnly),
      onRefused: loggedRefusals(log),
      onFault: faults.onFault,
    });
  };
}

/**
 * Refuses browsers, which are never peers, and other machines when the member is bound to loopback, as the server may
 * listen on more addresses than that.
 */
function acceptPeer(request: IncomingMessage, loopbackOnly: boolean): true | number {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined || site !== undefined) return FORBIDDEN;
  const remote = (request.socket.remoteAddress ?? '').replace(MAPPED, '');
  return !loopbackOnly || isLoopback(remote) || FORBIDDEN;
}
