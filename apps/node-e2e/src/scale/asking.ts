// Requests to a node that never fail: no answer is a status of its own.
import { request, type Agent } from 'node:http';

export interface Answered {
  /** 0: there was no answer. */
  readonly status: number;
  readonly ms: number;
  readonly body: Buffer;
}

export interface Question {
  readonly port: number;
  readonly path: string;
  readonly method?: 'GET' | 'PUT';
  readonly body?: Buffer;
  readonly agent?: Agent;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

export function ask(question: Question): Promise<Answered> {
  const { port, path, method = 'GET', body, agent, timeoutMs = TIMEOUT_MS } = question;
  const sinceMs = performance.now();
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const end = (status: number): void =>
      resolve({ status, ms: performance.now() - sinceMs, body: Buffer.concat(parts) });
    const call = request({
      ...{ host: '127.0.0.1', port, path, method, timeout: timeoutMs },
      agent: agent ?? false,
      headers: { Host: `localhost:${port}` },
    });
    call.on('response', (answer) => {
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => end(answer.statusCode ?? 0));
      answer.on('error', () => end(0));
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', () => end(0)).end(body);
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
