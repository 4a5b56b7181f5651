// Knows how to send one small request, beside the load.
import { request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const TIMEOUT_MS = 20_000;

export function send(
  port: number,
  method: string,
  path: string,
  body = '',
  timeoutMs = TIMEOUT_MS,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, method, path, agent: false, timeout: timeoutMs },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    call.setHeader('Host', `localhost:${port}`);
    call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.on('error', reject);
    call.end(body);
  });
}
