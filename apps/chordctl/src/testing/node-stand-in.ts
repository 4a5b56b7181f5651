// A real HTTP server that answers the few requests of a test as a node would.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answers = (
  path: string,
  request: IncomingMessage,
  asked: string,
) => [status: number, body: object];

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
});

/** @returns its endpoint */
export async function standIn(answers: Answers): Promise<string> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let asked = '';
    request.setEncoding('utf8').on('data', (text: string) => (asked += text));
    request.on('end', () => {
      const [status, body] = answers(request.url ?? '', request, asked);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const problem = (status: number, code: string, more: object = {}): [number, object] => [
  status,
  { status, code, detail: 'So it is', requestId: 'r1', ...more },
];
