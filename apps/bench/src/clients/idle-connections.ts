// Clients that connect, send one request, stay connected and silent, and send one more request at the end.
import { connect, type Socket } from 'node:net';
import { ResponseParser } from '../load/response-parser';

/** Connections that are being opened at the same time: fewer than a listening socket keeps waiting. */
const OPENING_MAX = 100;
const ANSWER_WITHIN_MS = 60_000;

export interface Held {
  /** Connections that were opened and answered once. */
  readonly opened: number;
  readonly errors: Readonly<Record<string, number>>;
}

export class IdleConnections {
  private readonly idle: IdleConnection[] = [];

  constructor(
    private readonly ports: readonly number[],
    private readonly path: string,
  ) {}

  /** Opens so many, spread over the ports. */
  async open(count: number): Promise<Held> {
    const errors: Record<string, number> = {};
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const port = this.ports[next++ % this.ports.length]!;
        const connection = new IdleConnection(port, this.path);
        const fault = await connection.ask();
        if (fault === undefined) this.idle.push(connection);
        else {
          connection.close();
          errors[fault] = (errors[fault] ?? 0) + 1;
        }
      }
    };
    await Promise.all(Array.from({ length: OPENING_MAX }, lane));
    return { opened: this.idle.length, errors };
  }

  /** Asks on every connection once more. @returns how many answered, and what became of the others */
  async askAgain(): Promise<Held> {
    const errors: Record<string, number> = {};
    let answered = 0;
    const waiting = [...this.idle];
    const lane = async () => {
      for (let connection = waiting.pop(); connection; connection = waiting.pop()) {
        const fault = await connection.ask();
        if (fault === undefined) answered += 1;
        else errors[fault] = (errors[fault] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: OPENING_MAX }, lane));
    return { opened: answered, errors };
  }

  close(): void {
    this.idle.forEach((connection) => connection.close());
  }
}

class IdleConnection {
  private readonly socket: Socket;
  private settle: ((fault: string | undefined) => void) | undefined;
  private fault: string | undefined;

  constructor(
    port: number,
    private readonly path: string,
  ) {
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const parser = new ResponseParser(({ status }) =>
      this.settle?.(status === 200 ? undefined : `status ${status}`),
    );
    this.socket.on('data', (chunk: Buffer) => {
      try {
        parser.feed(chunk);
      } catch (error) {
        this.socket.destroy(error as Error);
      }
    });
    this.socket.on('error', (error: NodeJS.ErrnoException) =>
      this.lose(`connection ${error.code ?? error.message}`),
    );
    this.socket.on('close', () => this.lose('connection closed'));
  }

  /** @returns what went wrong, or `undefined` */
  ask(): Promise<string | undefined> {
    if (this.fault !== undefined) return Promise.resolve(this.fault);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle?.('no answer'), ANSWER_WITHIN_MS);
      this.settle = (fault) => {
        clearTimeout(timer);
        this.settle = undefined;
        resolve(fault);
      };
      this.socket.write(`GET ${this.path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private lose(fault: string): void {
    this.fault ??= fault;
    this.settle?.(this.fault);
  }
}
