// Connects a client of the ring to a member.
import type { IncomingMessage } from 'node:http';
import { ChordError } from '@chord-dht/chord';
import type { Target } from '../address/resolve-allowed';
import type { Upgraded } from '../mux/mux-dial';
import { firstAnswering, type ReachOptions } from '../peer/first-answering';
import { openUpgrade } from '../peer/open-upgrade';
import type { TlsCredentials } from '../peer/peer-tls';
import { CLIENT_PATH, CLIENT_PROTOCOL } from './client-protocol';

export interface ClientDialOptions extends ReachOptions {
  /** Without them the connection is not encrypted. */
  readonly tls?: Partial<TlsCredentials> | undefined;
  /** The bearer token. */
  readonly token?: string | undefined;
}

const PROBLEM_BYTES_MAX = 16_384;
const SENTENCE_LENGTH_MAX = 500;

/**
 * @throws ChordError `UNREACHABLE`; `REFUSED` when the member refuses this client: the detail has the `status` and, if
 *   the member sent them, `code` and `sentence`; `BUSY` when it accepts no more connections now; `MALFORMED` when no
 *   member that serves such clients answers there
 */
export function dialAsClient(address: string, options: ClientDialOptions): Promise<Upgraded> {
  return firstAnswering(address, options, (target) => upgrade(address, target, options));
}

async function upgrade(
  address: string,
  target: Target,
  { tls, token, signal }: ClientDialOptions,
): Promise<Upgraded> {
  const answer = await openUpgrade({
    ...{ address, target, tls, signal, path: CLIENT_PATH, upgrade: CLIENT_PROTOCOL },
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  if (!answer.isUpgraded) throw await refusalOf(address, answer.response);
  const { socket, head } = answer;
  if (answer.protocol === CLIENT_PROTOCOL) return { socket, head, protocol: 'chord-mux/2' };
  socket.destroy();
  throw new ChordError('MALFORMED', `${address} speaks another protocol with clients.`);
}

/** The member's reason for refusing a client. */
export interface ClientRefusalDetail {
  readonly status: number;
  readonly code: string | undefined;
  readonly sentence: string | undefined;
}

async function refusalOf(address: string, response: IncomingMessage): Promise<ChordError> {
  const { statusCode: status = 0 } = response;
  const { code, sentence } = await readProblem(response);
  const detail: ClientRefusalDetail = { status, code, sentence };
  const said = sentence === undefined ? '' : `: ${sentence}`;
  if (status === 429 || status === 503)
    return new ChordError('BUSY', `${address} takes no more clients now${said}.`, detail);
  if (status === 401 || status === 403 || status === 421)
    return new ChordError('REFUSED', `${address} refuses this client${said}.`, detail);
  return new ChordError(
    'MALFORMED',
    `No member that serves clients of the binary protocol answers at ${address} (HTTP ${status}).`,
    detail,
  );
}

async function readProblem(
  response: IncomingMessage,
): Promise<Pick<ClientRefusalDetail, 'code' | 'sentence'>> {
  try {
    let text = '';
    for await (const chunk of response) {
      text += String(chunk);
      if (text.length > PROBLEM_BYTES_MAX) break;
    }
    const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown };
    const sentence =
      typeof detail === 'string'
        ? detail.slice(0, SENTENCE_LENGTH_MAX).replace(/\.$/, '')
        : undefined;
    return { code: typeof code === 'string' ? code : undefined, sentence };
  } catch {
    return { code: undefined, sentence: undefined };
  } finally {
    response.destroy();
  }
}
