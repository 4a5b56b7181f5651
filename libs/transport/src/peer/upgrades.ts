// The upgrades of a web server: each path has its own handler, and a path without one is refused.
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export type OnUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

const servers = new WeakMap<Server, Map<string, OnUpgrade>>();

/**
 * Serves one path. Upgrades at paths without a handler are left to other listeners; if there are none, they are
 * answered as requests.
 */
export function serveUpgrade(server: Server, path: string, onUpgrade: OnUpgrade): void {
  const known = servers.get(server);
  if (known) {
    known.set(path, onUpgrade);
    return;
  }
  const paths = new Map([[path, onUpgrade]]);
  servers.set(server, paths);
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const serve = paths.get(request.url ?? '');
    if (serve) serve(request, stream as Socket, head);
    else if (server.listenerCount('upgrade') > 1) return;
    else if (server.listenerCount('request') === 0) refuseUpgrade(stream as Socket, 404);
    else answerAsRequest(server, request, stream as Socket, head);
  });
}

/** What makes an upgrade of a request; its body and all else stay. */
const OF_THE_OFFER: ReadonlySet<string> = new Set(['upgrade', 'connection', 'http2-settings']);

/**
 * A client that offers another protocol and takes HTTP/1.1 as well, as those of Java and `curl --http2` offer HTTP/2,
 * is to be answered (RFC 9110, 7.8). Node has taken the connection out of its web server by now, so it goes in again
 * with the request put before it. Its connection ends with the answer: it goes in once.
 */
function answerAsRequest(
  server: Server,
  { method = '', url = '', httpVersion, rawHeaders }: IncomingMessage,
  socket: Socket,
  rest: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!OF_THE_OFFER.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  const head = Buffer.from([...lines, 'Connection: close', '', ''].join('\r\n'), 'latin1');
  socket.unshift(Buffer.concat([head, rest]));
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}

export interface RefusalOfUpgrade {
  /** Further header lines. */
  readonly fields?: string;
  /** A JSON body for the caller. */
  readonly body?: string;
}

export function refuseUpgrade(
  socket: Socket,
  status: number,
  { fields = '', body = '' }: RefusalOfUpgrade = {},
): void {
  socket.on('error', () => undefined);
  const type = body === '' ? '' : 'Content-Type: application/problem+json\r\n';
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`;
  const end = `${fields}${type}Connection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.end(`${head}\r\n${end}${body}`, () => socket.destroy());
}
