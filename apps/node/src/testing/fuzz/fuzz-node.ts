// Sends a node random mutations of valid messages and requests. It may refuse and cut; it may not fail.
import { once } from 'node:events';
import { connect } from 'node:net';
import {
  bytesCall,
  decode,
  encode,
  FrameKind,
  FrameReader,
  HEAD_BYTES,
  packEnvelope,
  unpackEnvelope,
  writeHead,
} from '@chord-dht/transport/wire';
import { FuzzMember } from './fuzz-member';
import { anyBytes, anyMessage } from './messages';
import { mutate, reword, type Chance } from './mutate';

const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
const AT_ONCE = 16;
const MEMBER = {
  version: 1,
  ring: { bits: 160, hash: 'sha-1' },
  from: { id: '0f'.repeat(20), address: 'localhost:1' },
};

/** @throws any error that is no refusal */
export function fuzzCodec(random: Chance, runs: number): { read: number; refused: number } {
  const count = { read: 0, refused: 0 };
  const reader = (): FrameReader =>
    new FrameReader(MESSAGE_BYTES_MAX, (_kind, _call, source, start, end) => {
      unpackEnvelope(decode(source, start, end), MEMBER, MEMBER.from.id);
    });
  for (let run = 0; run < runs; run += 1) {
    const bytes = mutate(random, frameOf(random, run));
    try {
      const whole = reader();
      const cut = random.below(bytes.length + 1);
      whole.push(bytes.subarray(0, cut));
      whole.push(bytes.subarray(cut));
      count.read += 1;
    } catch (error) {
      if ((error as { code?: string }).code !== 'MALFORMED') throw error;
      count.refused += 1;
    }
  }
  return count;
}

/** A call, nearly always of a known type. */
function frameOf(random: Chance, call: number): Buffer {
  if (random.below(4) === 0)
    return Buffer.concat(
      bytesCall(call, 'localhost:2', 'localhost:1', anyBytes(random), {
        timeoutMs: 100,
        trace: 'fuzz',
      }),
    );
  const [type, body] = anyMessage(random);
  const packed = packEnvelope({ ...MEMBER, to: null, type, body, deadlineMs: 100 }, MEMBER);
  return writeHead(encode(packed, MESSAGE_BYTES_MAX, HEAD_BYTES), FrameKind.call, call);
}

export interface PeerFuzz {
  readonly port: number;
  readonly secret: string;
  readonly random: Chance;
  /** In intervals, a message has changed bytes, which mostly ends the connection. */
  readonly goOn: (runs: number) => boolean;
}

const MUTATED_EVERY = 8;

/** @returns the number of messages, and of connections */
export async function fuzzMessages({
  port,
  secret,
  random,
  goOn,
}: PeerFuzz): Promise<{ runs: number; lines: number }> {
  const member = new FuzzMember(port, secret, MEMBER);
  let runs = 0;
  for (; goOn(runs); runs += 1) {
    const frame = frameOf(random, runs);
    if (random.below(MUTATED_EVERY) > 0) await member.call(frame);
    else await member.sayLast(mutate(random, frame));
  }
  member.close();
  return { runs, lines: member.lines };
}

/** Requests that neither stop the node nor make it call others. */
function requests(port: number): string[] {
  const host = `Host: localhost:${port}\r\n`;
  const body = (text: string): string => `Content-Length: ${text.length}\r\n\r\n${text}`;
  return [
    `GET /api/v1/keys?prefix=a&delimiter=%2F&limit=10 HTTP/1.1\r\n${host}\r\n`,
    `GET /api/v1/keys/a%2Fb HTTP/1.1\r\n${host}If-None-Match: "x", W/"y"\r\n\r\n`,
    `GET /api/v1/keys/count?prefix=a HTTP/1.1\r\n${host}\r\n`,
    `GET /api/v1/lookups/k HTTP/1.1\r\n${host}Accept: application/json\r\n\r\n`,
    `GET /api/v1/ring HTTP/1.1\r\n${host}Authorization: Bearer abc\r\n\r\n`,
    `GET /dht/find_successor?id=12345 HTTP/1.1\r\n${host}Cookie: a=b; c=d\r\n\r\n`,
    `GET /db/path/k HTTP/1.1\r\n${host}Range: bytes=0-1\r\n\r\n`,
    `HEAD /db/k HTTP/1.0\r\n${host}\r\n`,
    `GET /metrics HTTP/1.1\r\n${host}Accept-Encoding: gzip\r\n\r\n`,
    `GET /docs/ HTTP/1.1\r\n${host}\r\n`,
    `GET /openapi.json HTTP/1.1\r\n${host}\r\n`,
    `PUT /db/k?ttl=60 HTTP/1.1\r\n${host}Content-Type: text/plain; charset=utf-8\r\n${body('value')}`,
    `PUT /api/v1/keys/k HTTP/1.1\r\n${host}If-Match: *\r\nIdempotency-Key: abc\r\n${body('value')}`,
    `PUT /api/v1/keys/c HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n5\r\nvalue\r\n0\r\n\r\n`,
    `PATCH /api/v1/keys/k HTTP/1.1\r\n${host}Content-Type: application/json\r\n${body('{"ttl":60}')}`,
    `DELETE /api/v1/keys/k HTTP/1.1\r\n${host}If-Unmodified-Since: Sat, 28 Nov 2099 00:00:00 GMT\r\n\r\n`,
    `POST /api/v1/session HTTP/1.1\r\n${host}${body('{"token":"abc"}')}`,
    `POST /api/v1/batch HTTP/1.1\r\n${host}${body('{"op":"put","key":"b","value":"v"}\n{"op":"get","key":"b"}\n')}`,
    `OPTIONS /api/v1/keys/k HTTP/1.1\r\n${host}Origin: http://evil.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n`,
  ];
}

export interface HttpFuzz {
  readonly port: number;
  readonly random: Chance;
  readonly goOn: (runs: number) => boolean;
}

/** @returns the number of answers by status; 0 for a connection that was closed without one */
export async function fuzzRequests({ port, random, goOn }: HttpFuzz): Promise<Map<number, number>> {
  const rows = requests(port).map((text) => Buffer.from(text));
  const statuses = new Map<number, number>();
  let runs = 0;
  const lane = async (): Promise<void> => {
    while (goOn(runs)) {
      runs += 1;
      const change = random.below(4) === 0 ? mutate : reword;
      const status = await statusOf(port, change(random, random.pick(rows)));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return statuses;
}

/** The status of the first answer. */
async function statusOf(port: number, bytes: Buffer): Promise<number> {
  let text = '';
  const socket = connect({ port, host: '127.0.0.1' });
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  const heard = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1', 0, 32);
      resolve();
    });
  });
  socket.write(bytes);
  // When the node has answered two further requests, it still waits for the rest of this one.
  await Promise.race([heard, closed, isAlive(port).then(() => isAlive(port))]);
  socket.end();
  await closed;
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
}

async function isAlive(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET /health/live HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`);
  await once(socket.resume(), 'close');
}
