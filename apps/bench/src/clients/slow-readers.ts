// Clients that request a large value and read it in small pieces.
import { connect, type Socket } from 'node:net';

export interface SlowReading {
  /** Of all readers together. */
  readonly bytes: number;
  /** Readers whose connection was cut. */
  readonly lost: number;
}

export class SlowReaders {
  private readonly sockets: Socket[];
  private readonly timer: NodeJS.Timeout;
  private bytes = 0;
  private lost = 0;

  /**
   * @param sipBytes what each reader takes every `everyMs`
   * @param path of a value that is much larger than what sockets hold
   */
  constructor(
    ports: readonly number[],
    path: string,
    readers: number,
    private readonly sipBytes: number,
    everyMs: number,
  ) {
    this.sockets = Array.from({ length: readers }, (_, index) =>
      this.open(ports[index % ports.length]!, path),
    );
    this.timer = setInterval(() => this.sip(), everyMs);
  }

  /** So far. */
  get reading(): SlowReading {
    return { bytes: this.bytes, lost: this.lost };
  }

  close(): SlowReading {
    clearInterval(this.timer);
    const { reading } = this;
    this.sockets.forEach((socket) => socket.removeAllListeners('close').destroy());
    return reading;
  }

  private open(port: number, path: string): Socket {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    socket.on('close', () => (this.lost += 1));
    // Nothing flows until somebody reads: what is not taken stays with the server.
    socket.pause();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return socket;
  }

  private sip(): void {
    for (const socket of this.sockets) {
      const taken = socket.read(Math.min(this.sipBytes, socket.readableLength)) as Buffer | null;
      this.bytes += taken?.length ?? 0;
      if (socket.readableLength === 0) socket.read(0);
    }
  }
}
