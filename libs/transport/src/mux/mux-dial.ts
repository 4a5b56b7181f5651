// Opens a connection to a peer: an HTTP upgrade at its own port, at an address that was checked.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { ChordError } from '@chord-dht/chord';
import type { Target } from '../address/resolve-allowed';
import { firstAnswering, type ReachOptions } from '../peer/first-answering';
import { openUpgrade } from '../peer/open-upgrade';
import type { PeerTls } from '../peer/peer-tls';
import { PEER_PATH } from '../peer/transport-options';
import {
  chooseProtocol,
  noCommonProtocol,
  readProtocols,
  type MuxProtocol,
} from '../peer/protocols';

export interface DialOptions extends ReachOptions {
  readonly tls?: PeerTls | undefined;
  /** The protocols of this node, newest first. */
  readonly protocols: readonly MuxProtocol[];
}

export interface Upgraded {
  readonly socket: Socket;
  /** The bytes that followed the answer. */
  readonly head: Buffer;
  readonly protocol: MuxProtocol;
}

/** The peer does not support the requested version. */
class OtherVersion {
  /** @param theirs the versions in the peer's answer; none from nodes without negotiation */
  constructor(
    readonly theirs: readonly string[],
    readonly error: ChordError,
  ) {}
}

/**
 * @throws ChordError `UNREACHABLE`, `REFUSED` (also by the peer: 401, 403, 421), `BUSY` (503), or `MALFORMED` when no
 *   peer answers there
 */
export function dial(address: string, options: DialOptions): Promise<Upgraded> {
  return firstAnswering(address, options, (target) => negotiate(address, target, options));
}

/**
 * Asks for the newest version first. One at a time, and not all in one header: nodes without negotiation compare the
 * header with their single version.
 */
async function negotiate(address: string, target: Target, options: DialOptions): Promise<Upgraded> {
  let left = options.protocols;
  for (;;) {
    const [protocol] = left as [MuxProtocol];
    try {
      return await upgrade(address, target, protocol, options);
    } catch (other) {
      if (!(other instanceof OtherVersion)) throw other;
      const { theirs, error } = other;
      left = left.slice(1).filter((one) => theirs.length === 0 || theirs.includes(one));
      if (left.length === 0) throw error;
    }
  }
}

async function upgrade(
  address: string,
  target: Target,
  protocol: MuxProtocol,
  { signal, tls, protocols }: DialOptions,
): Promise<Upgraded> {
  const answer = await openUpgrade({
    ...{ address, target, signal },
    ...{ path: PEER_PATH, upgrade: protocol, tls: tls?.current },
  });
  if (!answer.isUpgraded) {
    answer.response.destroy();
    throw (
      otherVersionOf(address, answer.response, protocols) ?? refusalOf(address, answer.response)
    );
  }
  const { socket, head } = answer;
  const agreed = chooseProtocol(readProtocols(answer.protocol), protocols);
  if (agreed !== undefined) return { socket, head, protocol: agreed };
  socket.destroy();
  throw new ChordError('MALFORMED', `${address} speaks another protocol.`);
}

const BAD_REQUEST = 400;
const UPGRADE_REQUIRED = 426;

/** Nodes without negotiation answer 400. */
function otherVersionOf(
  address: string,
  response: IncomingMessage,
  protocols: readonly MuxProtocol[],
): OtherVersion | undefined {
  const theirs = readProtocols(response.headers.upgrade);
  if (response.statusCode === UPGRADE_REQUIRED && theirs.length > 0) {
    const why = noCommonProtocol(theirs, protocols);
    return new OtherVersion(
      theirs,
      new ChordError('REFUSED', `${address} is of another version: ${why}.`),
    );
  }
  return response.statusCode === BAD_REQUEST
    ? new OtherVersion([], refusalOf(address, response))
    : undefined;
}

function refusalOf(address: string, { statusCode }: IncomingMessage): ChordError {
  switch (statusCode) {
    case 401:
    case 403:
    case 421:
      return new ChordError('REFUSED', `${address} refuses this node (HTTP ${statusCode}).`);
    case 429:
    case 503:
      return new ChordError('BUSY', `${address} takes no more connections (HTTP ${statusCode}).`);
    default:
      return new ChordError(
        'MALFORMED',
        `No member with the transport mux answers at ${address} (HTTP ${statusCode}).`,
      );
  }
}
