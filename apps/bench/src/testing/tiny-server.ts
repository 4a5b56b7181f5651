// A server for tests of what makes load.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** Keeps values in a Map, or does what its handler does. */
export class TinyServer {
  readonly values = new Map<string, Buffer>();
  readonly connections = new Set<Socket>();
  requests = 0;
  port = 0;
  onRequest: (url: string) => void = () => undefined;
  private readonly server: Server;

  constructor(private readonly handler?: Handler) {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        this.requests += 1;
        this.onRequest(request.url ?? '');
        (this.handler ?? this.serve)(request, response, Buffer.concat(parts));
      });
    });
    this.server.on('connection', (socket) => this.connections.add(socket));
  }

  readonly serve: Handler = ({ method, url = '' }, response, body) => {
    if (method === 'PUT') {
      this.values.set(url, body);
      response.writeHead(201).end('{}');
      return;
    }
    const value = this.values.get(url);
    response.writeHead(value ? 200 : 404, { 'content-length': value?.length ?? 0 }).end(value);
  };

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
