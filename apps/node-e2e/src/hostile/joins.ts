// Addresses that lead a node where it is not to go, and servers that are no members.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { MUX } from './peers';

export const ADDRESSES: readonly string[] = [
  '0.0.0.0:80',
  '255.255.255.255:80',
  '169.254.169.254:80',
  '224.0.0.1:80',
  '192.0.2.1:80',
  '10.0.0.1:80',
  '[::]:80',
  '[fe80::1]:80',
  '[fe80::1%25lo]:80',
  '[ff02::1]:80',
  '[::ffff:169.254.169.254]:80',
  '[::ffff:a9fe:a9fe]:80',
  '[64:ff9b::a9fe:a9fe]:80',
  '[2002:a9fe:a9fe::1]:80',
  '127.1:80',
  '2130706433:80',
  '0x7f000001:80',
  '0177.0.0.1:80',
  'me@localhost:80',
  'localhost:80@evil.example:80',
  'localhost:80#1',
  'localhost:80/path',
  'localhost:080',
  'localhost:0',
  'localhost:65536',
  'localhost:-1',
  'localhost',
  'localhost:http',
  'file:///etc/passwd',
  'unix:/var/run/docker.sock',
  'http://localhost:80',
  'localhost:80\rHost: evil',
  'localhost\0.evil.example:80',
  'l\u043ecalhost:80',
  `${'a'.repeat(300)}:80`,
  `${'a.'.repeat(126)}a:80`,
  'nobody.invalid:80',
  '-localhost:80',
  '..:80',
  ':80',
];

const SWITCH = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${MUX}\r\n\r\n`;

export interface Stranger {
  readonly what: string;
  readonly port: number;
  readonly connections: () => number;
}

/** Servers on loopback that answer a caller as no member does. */
export class Strangers {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  /** Where those lead that send callers elsewhere: nobody is to come. */
  trap!: Stranger;

  async start(): Promise<Stranger[]> {
    this.trap = await this.listen('a trap', () => undefined);
    const elsewhere = `HTTP/1.1 302 Found\r\nLocation: http://localhost:${this.trap.port}/_peer\r\n\r\n`;
    const says = (text: string) => (socket: Socket) =>
      socket.once('data', () => socket.write(text));
    return Promise.all([
      this.listen('says nothing', () => undefined),
      this.listen('hangs up', (socket) => socket.destroy()),
      this.listen('hangs up when asked', (socket) => socket.once('data', () => socket.destroy())),
      this.listen('speaks another protocol', (socket) => socket.write('220 mail ESMTP\r\n')),
      this.listen('sends elsewhere', says(elsewhere)),
      this.listen('answers 200', says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')),
      this.listen('begins an answer', says('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n')),
      this.listen('says what it hears', (socket) => socket.pipe(socket)),
      this.listen('never ends its head', (socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\n');
        const timer = setInterval(() => socket.write(`X-More: ${'x'.repeat(1_000)}\r\n`), 5);
        socket.on('close', () => clearInterval(timer));
      }),
      this.listen('switches and says nonsense', says(`${SWITCH}\xff\xff\xff\xffnonsense`)),
      this.listen('switches and says nothing', says(SWITCH)),
    ]);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    for (const server of this.servers) server.close();
  }

  private async listen(what: string, meet: (socket: Socket) => void): Promise<Stranger> {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
      meet(socket);
    });
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { what, port: (server.address() as AddressInfo).port, connections: () => connections };
  }
}
