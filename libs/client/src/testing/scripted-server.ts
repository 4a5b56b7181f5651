// A real HTTP server on loopback with the answers of a test, which records its requests.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answerer = (response: ServerResponse, heard: Heard) => void;

export class ScriptedServer {
  readonly heard: Heard[] = [];
  private readonly server: Server;
  private arrived: () => void = () => undefined;

  /** Each answers one request; the last one also all further ones. */
  constructor(private readonly answers: Answerer[]) {
    this.server = createServer((request, response) => void this.hear(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get endpoint(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves with the next request. */
  next(): Promise<void> {
    return new Promise((resolve) => (this.arrived = resolve));
  }

  /** Ends all connections; afterwards nothing listens there. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const heard = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
    this.heard.push(heard);
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    this.arrived();
    answer?.(response, heard);
  }
}

const running: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** Starts a server that ends with its test. */
export async function serve(...answers: Answerer[]): Promise<ScriptedServer> {
  const server = await new ScriptedServer(answers).start();
  running.push(server);
  return server;
}

/** Returns an endpoint at which nothing listens. */
export async function nobody(): Promise<string> {
  const server = await new ScriptedServer([]).start();
  const { endpoint } = server;
  await server.stop();
  return endpoint;
}

export const value =
  (text: string): Answerer =>
  (response) =>
    response.writeHead(200, { etag: '"v1"', 'content-type': 'text/plain' }).end(text);

export const json =
  (body: object, status = 200): Answerer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export const problem =
  (status: number, code: string, more: { outcome?: string; retryAfter?: string } = {}): Answerer =>
  (response) => {
    const { outcome, retryAfter } = more;
    response
      .writeHead(status, {
        'content-type': 'application/problem+json',
        ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      })
      .end(JSON.stringify({ status, code, detail: `${code} it is`, requestId: 'r1', outcome }));
  };

export const written: Answerer = json(
  { key: 'k', version: 'v1', created: true, expiresAt: null, owner: { address: 'a:1' }, hops: 1 },
  201,
);

/** Breaks the connection when the request has arrived. */
export const broken: Answerer = (response) => response.destroy();

/** Never answers. */
export const silent: Answerer = () => undefined;
