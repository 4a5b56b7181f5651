// Serves recorded answers in place of a node: nothing changes, and writes are refused.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILE = join(dirname(fileURLToPath(import.meta.url)), 'answers.json');
const BEAT_MS = 10_000;

/** Tells of the problem as a node would. */
function problem(response, status, code, title, detail) {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', status, code, title, detail }));
}

/** A stream stays open, as that of a node does. */
function stream(response, text) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(text);
  const beat = setInterval(() => response.write(': still here\n\n'), BEAT_MS);
  response.on('close', () => clearInterval(beat));
}

/** @returns {Promise<string>} where it listens: a port of loopback that was free */
export function playRecorded() {
  const answers = JSON.parse(readFileSync(FILE, 'utf8'));
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return problem(
        response,
        503,
        'RECORDED',
        'This is recorded data',
        'Nothing can be changed in it; set CHORD_NODE to work with a node.',
      );
    if (pathname === '/api/v1/watch')
      return stream(response, 'id: 0\nevent: ready\ndata: {"type":"ready"}\n\n');
    if (pathname === '/api/v1/events') return stream(response, answers[pathname].body);
    const answer = answers[pathname + search] ?? answers[pathname];
    if (!answer)
      return problem(
        response,
        404,
        'NOT_RECORDED',
        'This was not recorded',
        'npm run record says what is; set CHORD_NODE to work with a node.',
      );
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.unref();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)),
  );
}
