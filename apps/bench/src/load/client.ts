// One client of the load: a kept connection with one request at a time.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Operation, Requests } from './requests';
import { ResponseParser, type Response } from './response-parser';

export interface Work {
  /** The next operation, or `undefined` when there is nothing more to do. */
  next(): Operation | undefined;
  /** @param fault what was wrong with it, or `undefined` */
  ended(operation: Operation, startedMs: number, fault: string | undefined): void;
}

/** After a failure a client waits a moment, as a polite one does. */
const PAUSE_MS = 20;

export class Client {
  private socket: Socket | undefined;
  private current: Operation | undefined;
  private startedMs = 0;
  private closed = false;
  /** Its first operation is over, and with it what a new connection costs. */
  hasBegun = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly port: number,
    private readonly requests: Requests,
    private readonly work: Work,
    /** Between an answer and the next request. */
    private readonly pauseMs = 0,
    /** The authority of the server; nothing: in clear. */
    private readonly ca?: string,
  ) {}

  get isBusy(): boolean {
    return this.current !== undefined;
  }

  /** Takes up work until there is none; may be called again later. */
  begin(): void {
    if (this.closed || this.current) return;
    const operation = this.work.next();
    if (!operation) return;
    this.current = operation;
    this.startedMs = performance.now();
    const socket = (this.socket ??= this.open());
    if (!operation.tail) {
      socket.write(operation.head);
      return;
    }
    socket.cork();
    socket.write(operation.head);
    socket.write(operation.tail);
    socket.uncork();
  }

  /** Gives up what is under way, without counting it. @returns the operation that had no answer */
  close(): Operation | undefined {
    const { current } = this;
    this.closed = true;
    this.current = undefined;
    clearTimeout(this.timer);
    this.socket?.destroy();
    return current;
  }

  private open(): Socket {
    const { port, ca } = this;
    const socket =
      ca === undefined
        ? connect({ host: '127.0.0.1', port, noDelay: true })
        : connectTls({ host: '127.0.0.1', port, ca, servername: 'localhost' }).setNoDelay(true);
    const parser = new ResponseParser((response) => this.answered(response));
    socket.on('data', (chunk: Buffer) => {
      try {
        parser.feed(chunk);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.lost(socket, `connection ${error.code ?? error.message}`),
    );
    socket.on('close', () => this.lost(socket, 'connection closed'));
    return socket;
  }

  private answered(response: Response): void {
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    if (response.closes) this.drop();
    this.end(current, this.requests.faultOf(current, response));
  }

  private lost(socket: Socket, fault: string): void {
    if (socket !== this.socket) return;
    this.drop();
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    this.end(current, fault);
  }

  private drop(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
  }

  private end(operation: Operation, fault: string | undefined): void {
    this.work.ended(operation, this.startedMs, fault);
    this.hasBegun = true;
    if (this.closed) return;
    const pauseMs = fault === undefined ? this.pauseMs : Math.max(PAUSE_MS, this.pauseMs);
    if (pauseMs === 0) this.begin();
    else this.timer = setTimeout(() => this.begin(), pauseMs);
  }
}
