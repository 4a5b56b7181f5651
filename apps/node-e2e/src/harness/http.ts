// Sends one HTTP request exactly as written. Each has a connection of its own unless an agent is given, so that no
// kept connection outlives the process that a test has just killed.
import { request as openPlain, type Agent, type IncomingHttpHeaders } from 'node:http';
import { request as openTls } from 'node:https';
import { PATIENCE } from './patience';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** What was asked, of whom, and how long it took: for whoever reads of a failure. */
  readonly asked: string;
  /** The last lines of the node that has answered, where it is one of the tests. */
  readonly logTail?: () => string;
  json<T>(): T;
}

export interface Question {
  readonly body?: Buffer | string;
  readonly headers?: Record<string, string>;
  readonly timeoutMs?: number;
  /** An address of this machine other than 127.0.0.1. */
  readonly host?: string;
  /** Keeps connections for many requests in a row. */
  readonly agent?: Agent;
  /** The authority of a node that speaks TLS; without it the request goes in clear. */
  readonly ca?: Buffer | undefined;
}

/** A node answers every request within its own deadlines; this bound only keeps a defect from hanging a test. */
const TIMEOUT_MS = 120_000 * PATIENCE;

/** @param path as it goes over the wire; nothing is encoded or tidied */
export function send(
  port: number,
  method: string,
  path: string,
  { body, headers = {}, timeoutMs = TIMEOUT_MS, agent, host = '127.0.0.1', ca }: Question = {},
): Promise<Answer> {
  const what = `${method} ${path} at ${host}:${port}`;
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      error.message = `${what}: ${error.message}`;
      reject(error);
    };
    const open = ca ? openTls : openPlain;
    const call = open(
      {
        ...(ca && { ca, servername: 'localhost' }),
        ...{ host, port, method, path, agent: agent ?? false, timeout: timeoutMs },
        headers: {
          Host: `localhost:${port}`,
          ...(agent ? {} : { Connection: 'close' }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', fail);
        answer.on('end', () => {
          const whole = Buffer.concat(chunks);
          const text = whole.toString('utf8');
          resolve({
            ...{ status: answer.statusCode ?? 0, headers: answer.headers, body: whole, text },
            asked: `${what} (${Math.round(performance.now() - startMs)} ms)`,
            json: <T>() => JSON.parse(text) as T,
          });
        });
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.on('error', fail);
    call.end(body);
  });
}

/** The lines of a plain-text answer. */
export function linesOf({ text }: Answer): string[] {
  return text.split('\n').filter((line) => line !== '');
}
