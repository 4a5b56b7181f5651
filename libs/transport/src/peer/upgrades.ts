// The upgrades of a web server: each path has its own handler, and a path without one is refused.
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export type OnUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

const servers = new WeakMap<Server, Map<string, OnUpgrade>>();

/** Serves one path; upgrades at paths without a handler are left to other listeners, if there are any. */
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
    else if (server.listenerCount('upgrade') === 1) refuseUpgrade(stream as Socket, 404);
  });
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
