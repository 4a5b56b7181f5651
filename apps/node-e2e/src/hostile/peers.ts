// The proof of membership, written again from the protocol so that tests can forge and replay it.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Packr, unpack } from 'msgpackr';
import { until } from '../harness/until';
import { opened, QUICKLY, type Target } from './raw';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const HEAD_BYTES = 9;
/** What a line is called, and the first word of its proofs. */
export const MUX = 'chord-mux/2';
export const KIND = { hello: 1, welcome: 2, proof: 3, ready: 4, refused: 5, call: 6, ping: 9 };

export const pack = (value: unknown): Buffer => Buffer.from(packr.pack(value));

export function prove(
  secret: string,
  label: string,
  parts: readonly (string | Uint8Array)[],
): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of [label, ...parts]) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

export interface Signed {
  readonly secret: string;
  readonly label?: string;
  readonly authority: string;
  readonly body: Buffer;
  readonly timeMs?: number;
  readonly nonce?: string;
}

/** A message by HTTP; what is changed afterwards does not fit its proof any more. */
export function httpMessage(
  signed: Signed,
  change: Record<string, string> = {},
  sent = signed.body,
): Buffer {
  const { secret, label = 'chord-http/1 request', authority, body } = signed;
  const time = String(signed.timeMs ?? Date.now());
  const nonce = signed.nonce ?? randomBytes(16).toString('hex');
  const proof = prove(secret, label, ['POST', authority, '/_peer', sha256(body), time, nonce]);
  const headers: Record<string, string> = {
    ...{ Host: authority, 'X-Chord-Time': time, 'X-Chord-Nonce': nonce },
    ...{ 'X-Chord-Proof': proof.toString('hex'), 'Content-Type': 'application/msgpack' },
    ...{ 'Content-Length': String(sent.length), Connection: 'close' },
    ...change,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value ? [`${name}: ${value}`] : [],
  );
  return Buffer.concat([
    Buffer.from(`POST /_peer HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    sent,
  ]);
}

export interface Introduction {
  readonly bits?: number;
  readonly version?: number;
  readonly address: string;
  readonly id?: string;
}

export function introduce({ bits = 160, version = 1, address, id }: Introduction): unknown[] {
  return [version, bits, 'sha-1', id ?? createHash('sha1').update(address).digest('hex'), address];
}

export function frame(
  kind: number,
  payload: Buffer,
  { call = 0, length }: { call?: number; length?: number } = {},
): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(length ?? payload.length + 5, 0);
  head[4] = kind;
  head.writeUInt32BE(call, 5);
  return Buffer.concat([head, payload]);
}

/** One connection between members, from the side of the caller. */
export class PeerLine {
  readonly kinds: number[] = [];
  readonly said: Buffer[] = [];
  private readonly values: unknown[] = [];
  private bytes = Buffer.alloc(0);
  private isUpgraded = false;
  isEnded = false;

  private constructor(private readonly socket: Awaited<ReturnType<typeof opened>>) {}

  static async open(target: Target): Promise<PeerLine> {
    const line = new PeerLine(await opened(target));
    const { socket } = line;
    socket.on('data', (chunk: Buffer) => line.hear(chunk));
    for (const event of ['end', 'close', 'error'] as const)
      socket.on(event, () => (line.isEnded = true));
    socket.write(
      `GET /_peer HTTP/1.1\r\nHost: ${target.host}\r\nConnection: Upgrade\r\nUpgrade: ${MUX}\r\n\r\n`,
    );
    await until('the upgrade', () => line.isUpgraded || line.isEnded || 'not yet', QUICKLY);
    if (!line.isUpgraded) throw new Error(`No line: ${line.bytes.toString('latin1')}`);
    return line;
  }

  say(bytes: Buffer): void {
    this.said.push(bytes);
    this.socket.write(bytes);
  }

  /** Resolves with what was in the next frame of a kind; `undefined` when the line ends before. */
  async next(kind: number): Promise<unknown> {
    await until(
      `a frame of kind ${kind}`,
      () => this.kinds.includes(kind) || this.isEnded || `heard ${this.kinds.join()}`,
      QUICKLY,
    );
    const at = this.kinds.indexOf(kind);
    return at < 0 ? undefined : this.values[at];
  }

  /** Proves itself as a member does. */
  async greet(secret: string, introduction: unknown[]): Promise<boolean> {
    const nonce = randomBytes(16);
    this.say(frame(KIND.hello, pack([introduction, nonce])));
    const welcome = (await this.next(KIND.welcome)) as [unknown[], Uint8Array] | undefined;
    if (!welcome) return false;
    const facts = [nonce, welcome[1], ...[...introduction, ...welcome[0]].map(String)];
    this.say(frame(KIND.proof, pack([prove(secret, `${MUX} caller`, facts)])));
    return (await this.next(KIND.ready)) !== undefined;
  }

  async ended(): Promise<void> {
    await until('the end of the line', () => this.isEnded || `heard ${this.kinds.join()}`, QUICKLY);
  }

  close(): void {
    this.socket.destroy();
  }

  private hear(chunk: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    if (!this.isUpgraded) {
      const end = this.bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.isUpgraded = this.bytes.toString('latin1', 0, 12) === 'HTTP/1.1 101';
      if (!this.isUpgraded) return;
      this.bytes = this.bytes.subarray(end + 4);
    }
    while (this.bytes.length >= HEAD_BYTES) {
      const size = 4 + this.bytes.readUInt32BE(0);
      if (this.bytes.length < size) return;
      this.kinds.push(this.bytes[4] as number);
      const payload = this.bytes.subarray(HEAD_BYTES, size);
      this.values.push(payload.length > 0 ? unpack(payload) : null);
      this.bytes = this.bytes.subarray(size);
    }
  }
}
