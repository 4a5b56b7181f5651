// An authenticated member that then sends any bytes: one connection to a node, reopened whenever it is cut.
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import {
  FrameLink,
  greet,
  MUX_PROTOCOL,
  PEER_PATH,
  PeerSecret,
  type Introduction,
} from '@chord-dht/transport/wire';

const HANDSHAKE_MS = 60_000;
const WAITING_MAX = 64;

export class FuzzMember {
  private socket: Socket | undefined;
  /** The number of connections so far. */
  lines = 0;
  private waiting = 0;
  private onReply: () => void = () => undefined;

  constructor(
    private readonly port: number,
    private readonly secret: string,
    private readonly introduction: Introduction,
  ) {}

  /** Resolves when not too many calls wait for a reply. */
  async call(frame: Buffer): Promise<void> {
    const socket = this.socket?.writable ? this.socket : await this.open();
    socket.write(frame);
    this.waiting += 1;
    if (this.waiting >= WAITING_MAX) await Promise.race([this.reply(), once(socket, 'close')]);
  }

  /** Sends bytes that may be half a frame: nothing can follow them. */
  async sayLast(bytes: Buffer): Promise<void> {
    const socket = this.socket?.writable ? this.socket : await this.open();
    socket.end(bytes);
    if (!socket.closed) await once(socket, 'close');
  }

  close(): void {
    this.socket?.destroy();
  }

  private reply(): Promise<void> {
    return new Promise((resolve) => (this.onReply = resolve));
  }

  private async open(): Promise<Socket> {
    const socket = connect(this.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const host = `Host: localhost:${this.port}`;
    socket.write(
      `GET ${PEER_PATH} HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: ${MUX_PROTOCOL}\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    const link = new FrameLink(socket);
    const { secret, introduction } = this;
    const side = { introduction, secret: new PeerSecret(secret), timeoutMs: HANDSHAKE_MS };
    await new Promise<void>((resolve, reject) => {
      link.onEnd = reject;
      greet(link, side, MUX_PROTOCOL, () => resolve());
      link.start(answer.subarray(answer.indexOf('\r\n\r\n') + 4));
    });
    link.onEnd = () => undefined;
    this.waiting = 0;
    link.onFrame = () => {
      this.waiting -= 1;
      this.onReply();
    };
    link.allow(HUGE);
    this.lines += 1;
    this.socket = socket;
    return socket;
  }
}

const HUGE = 16 * 1024 * 1024;
