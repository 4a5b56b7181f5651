// Sends one small request beside the load.
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Secure } from './secure';

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
  secure?: Secure,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, agent: false, timeout: timeoutMs };
    const call = (secure ? requestTls : requestPlain)(
      { ...options, ...(secure && { ca: secure.ca, servername: 'localhost' }) },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    call.setHeader('Host', `localhost:${port}`);
    if (secure) call.setHeader('Authorization', `Bearer ${secure.token}`);
    call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.on('error', reject);
    call.end(body);
  });
}
