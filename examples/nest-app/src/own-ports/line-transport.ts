import {
  ChordError,
  type Address,
  type Envelope,
  type EnvelopeHandler,
  type ReplyEnvelope,
  type Transport,
} from '@chord-dht/chord';
import { AddressPolicy, resolveAllowed } from '@chord-dht/transport';
import { decode, encode, packEnvelope, unpackEnvelope } from '@chord-dht/transport/wire';
import { request, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';

const PROTOCOL = 'notes-lines';
const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
const LOCAL = new AddressPolicy({ loopbackOnly: true });

interface Call {
  readonly answered: (reply: ReplyEnvelope) => void;
  readonly failed: (error: ChordError) => void;
}

/** A line to a peer, and the calls that wait for its answer there. */
class Line {
  private readonly calls = new Map<number, Call>();
  private isBroken = false;
  private last = 0;

  constructor(
    private readonly socket: Duplex,
    onEnd: () => void,
  ) {
    readLines(socket, (number, value) => this.calls.get(number)?.answered(value as ReplyEnvelope));
    socket.on('close', () => (onEnd(), this.end()));
  }

  /** @returns what forgets the call */
  send(envelope: Envelope, call: Call): () => void {
    this.last += 1;
    const number = this.last;
    this.calls.set(number, call);
    if (this.isBroken) this.end();
    else this.socket.write(lineOf(number, packEnvelope(envelope)));
    return () => this.calls.delete(number);
  }

  end(): void {
    this.isBroken = true;
    this.socket.destroy();
    const broken = new ChordError('UNREACHABLE', 'The line broke.');
    for (const call of [...this.calls.values()]) call.failed(broken);
  }
}

/** Messages as lines of text on an upgraded connection of the application's own server: slow, and easy to read. */
export class LineTransport implements Transport {
  private readonly lines = new Map<Address, Promise<Line>>();
  private readonly open = new Map<Address, number>();
  private readonly callers = new Set<Duplex>();
  private handler: EnvelopeHandler | undefined;
  private isClosed = false;

  constructor(
    server: Server,
    private readonly inFlightMax = 1_024,
  ) {
    server.on('upgrade', (incoming, socket, head) => {
      if (incoming.headers.upgrade !== PROTOCOL) return;
      if (this.isClosed) socket.destroy();
      else this.welcome(withHead(socket, head));
    });
  }

  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }

  async request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    if (this.isClosed) throw new ChordError('UNREACHABLE', 'This transport is closed.');
    const open = this.open.get(to) ?? 0;
    if (open >= this.inFlightMax) throw new ChordError('BUSY', `${open} calls wait for ${to}.`);
    // As it is now: whoever sends it may change it.
    const sent = unpackEnvelope(decode(encode(packEnvelope(envelope), MESSAGE_BYTES_MAX)));
    this.open.set(to, open + 1);
    try {
      return await this.call(to, sent, timeoutMs);
    } finally {
      this.open.set(to, (this.open.get(to) ?? 1) - 1);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const socket of this.callers) socket.destroy();
    const lines = await Promise.allSettled(this.lines.values());
    for (const line of lines) if (line.status === 'fulfilled') line.value.end();
  }

  private call(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      let forget = (): void => undefined;
      const over = (settle: () => void): void => {
        isOver = true;
        clearTimeout(timer);
        forget();
        settle();
      };
      const failed = (error: unknown): void => over(() => reject(error as Error));
      const late = new ChordError('TIMEOUT', `No reply of ${to} within ${timeoutMs} ms.`);
      const timer = setTimeout(() => failed(late), timeoutMs);
      const answered = (reply: ReplyEnvelope): void => over(() => resolve(reply));
      this.lineTo(to).then((line) => {
        if (!isOver) forget = line.send(envelope, { answered, failed });
      }, failed);
    });
  }

  private lineTo(to: Address): Promise<Line> {
    const present = this.lines.get(to);
    if (present) return present;
    const forget = (): void => {
      if (this.lines.get(to) === fresh) this.lines.delete(to);
    };
    const fresh = this.dial(to, forget);
    this.lines.set(to, fresh);
    fresh.catch(forget);
    return fresh;
  }

  private async dial(to: Address, onEnd: () => void): Promise<Line> {
    const targets = await resolveAllowed(to, LOCAL);
    for (const { ip, port } of targets) {
      const socket = await upgrade(ip, port).catch(() => undefined);
      if (socket) return new Line(socket, onEnd);
    }
    throw new ChordError('UNREACHABLE', `Nobody answers at ${to}.`);
  }

  private welcome(socket: Duplex): void {
    this.callers.add(socket);
    socket.on('close', () => this.callers.delete(socket));
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${PROTOCOL}\r\n\r\n`,
    );
    readLines(socket, (number, value) => {
      void this.answer(value).then(
        (reply) => socket.writable && socket.write(lineOf(number, reply)),
      );
    });
  }

  private async answer(value: unknown): Promise<ReplyEnvelope> {
    try {
      const reply = await this.handler?.(unpackEnvelope(value));
      return reply ?? { ok: false, code: 'BUSY', message: 'This member is still starting.' };
    } catch (error) {
      return { ok: false, code: 'INTERNAL', message: String(error) };
    }
  }
}

/** What came together with the head of the upgrade is read first. */
function withHead(socket: Duplex, head: Buffer): Duplex {
  if (head.length > 0) socket.unshift(head);
  return socket;
}

function lineOf(number: number, value: unknown): string {
  return `${number} ${encode(value, MESSAGE_BYTES_MAX).toString('base64')}\n`;
}

/** A line that is none ends the connection. */
function readLines(socket: Duplex, read: (number: number, value: unknown) => void): void {
  socket.on('error', () => socket.destroy());
  const lines = createInterface({ input: socket });
  // It hands on the errors of the socket, and one that nobody hears ends the process: a peer that dies resets it.
  lines.on('error', () => undefined);
  lines.on('line', (line) => {
    try {
      const [number = '', text = ''] = line.split(' ');
      read(Number(number), decode(Buffer.from(text, 'base64')));
    } catch {
      socket.destroy();
    }
  });
}

function upgrade(host: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const headers = { connection: 'Upgrade', upgrade: PROTOCOL };
    const call = request({ host, port, headers, agent: false });
    call.on('upgrade', (_response, socket, head) => resolve(withHead(socket, head)));
    call.on('response', (response) => (response.destroy(), reject(new Error('no upgrade'))));
    call.on('error', reject);
    call.end();
  });
}
