// Listens to a node's server-sent events.
import { get } from 'node:http';
import type { NodeProcess } from './node-process';

export interface Heard {
  /** Resolves with the data of the first event of the wanted type. */
  readonly data: Promise<string>;
}

/** Resolves once the node has accepted the listener, so that nothing later is missed. */
export function listen({ port, address }: NodeProcess, type: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const call = get(
      {
        host: '127.0.0.1',
        port,
        path: '/api/v1/events',
        agent: false,
        headers: { Host: `localhost:${port}` },
      },
      (stream) => {
        let text = '';
        const data = new Promise<string>((found, lost) => {
          stream.setEncoding('utf8').on('data', (part: string) => {
            text += part;
            const event = text
              .split('\n\n')
              .find((block) => block.split('\n').includes(`event: ${type}`));
            if (!event) return;
            found(event);
            call.destroy();
          });
          stream.on('error', lost);
          stream.on('end', () =>
            lost(new Error(`${address} ended its events without ${type}:\n${text}`)),
          );
        });
        data.catch(() => undefined);
        resolve({ data });
      },
    );
    call.on('error', reject);
  });
}

/** What a node tells for a while; for the search of a reason, decides nothing. */
export function overhear({ port }: NodeProcess, ms: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const path = '/api/v1/events';
    const headers = { Host: `localhost:${port}` };
    const call = get({ host: '127.0.0.1', port, path, agent: false, headers }, (stream) => {
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      stream.on('error', () => resolve(text));
    });
    call.on('error', (error) => resolve(`${text}${error.message}`));
    setTimeout(() => {
      call.destroy();
      resolve(text);
    }, ms);
  });
}
