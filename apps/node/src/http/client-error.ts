// Answers clients whose bytes are no HTTP request or come too slowly; hooks and filters never get these.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemOf } from './problem/problem';
import type { ErrorCode } from './problem/problem-table';

const CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'REQUEST_TIMEOUT'],
]);
const DETAILS: ReadonlyMap<string, string> = new Map([
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    'The request did not arrive as a whole in time; the limits are --headers-timeout-ms and --request-timeout-ms',
  ],
  ['HPE_INVALID_URL', 'The path has characters that have to be percent-encoded'],
  ['HPE_HEADER_OVERFLOW', 'Path and headers together are too long'],
]);

export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Before the TLS handshake is done no answer can be sent, and waiting for that would never end.
  const isUnspoken = (socket as { secureConnecting?: boolean }).secureConnecting === true;
  if (isUnspoken || error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const owed = answerUnderWay(socket);
  if (owed) {
    // A second answer would be read as that to the request before, which may have been a write.
    owed.shouldKeepAlive = false;
    owed.once('close', () => socket.destroy());
    socket.pause();
    return;
  }
  const code = CODES.get(error.code ?? '') ?? 'BAD_REQUEST';
  const detail =
    DETAILS.get(error.code ?? '') ?? 'The request does not follow HTTP/1.1, so it cannot be read';
  const problem = problemOf(code, detail, randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    'X-Content-Type-Options: nosniff',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * The answer in progress to the last complete request, behind which the fault lies. Node keeps it in the socket for its
 * own handler of such errors.
 */
function answerUnderWay(socket: Socket): ServerResponse | undefined {
  const answer = (socket as { _httpMessage?: ServerResponse | null })._httpMessage;
  return answer?.req.complete === true ? answer : undefined;
}
