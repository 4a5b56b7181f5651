// Sends bytes to a node as they are, and collects the statuses of its answers and how the connection ended.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { until } from '../harness/until';

/** Where bytes go. */
export interface Door {
  readonly port: number;
  /** The authority of a node that speaks TLS. */
  readonly ca?: Buffer | undefined;
}

/** What a node of the test is called and whom it obeys. */
export interface Target extends Door {
  readonly host: string;
  /** With the line end. */
  readonly auth: string;
}

/** A number, or that the connection was closed without an answer. */
export type Outcome = number | 'closed';

export interface RawRow {
  readonly what: string;
  readonly bytes: (target: Target) => Buffer | string;
  readonly may: readonly Outcome[];
}

export interface RawAnswer {
  /** Of the last answer that is not 1xx. */
  readonly outcome: Outcome;
  readonly statuses: readonly number[];
  readonly text: string;
}

/** There are hundreds to wait for, and one that hangs has to be told apart from a slow machine. */
export const QUICKLY = { everyMs: 2, withinMs: 60_000 };

/** Sends, and takes what comes until an answer is whole or the connection ends. */
export async function sendRaw(door: Door, bytes: Buffer | string): Promise<RawAnswer> {
  const socket = await opened(door);
  const heard = listen(socket);
  socket.write(bytes);
  await until('an answer, or the end', () => heard.isOver() || `open: ${heard.text}`, QUICKLY);
  socket.destroy();
  return answerOf(heard.text);
}

export async function opened({ port, ca }: Door): Promise<Socket> {
  const address = { port, host: '127.0.0.1' };
  const socket = ca ? connectTls({ ...address, ca, servername: 'localhost' }) : connect(address);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once(ca ? 'secureConnect' : 'connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

export interface Heard {
  readonly text: string;
  isOver(): boolean;
}

export function listen(socket: Socket): Heard {
  const heard = { text: '', isEnded: false, isOver: () => heard.isEnded || isWhole(heard.text) };
  socket.on('data', (chunk: Buffer) => (heard.text += chunk.toString('latin1')));
  for (const event of ['end', 'close', 'error'] as const)
    socket.on(event, () => (heard.isEnded = true));
  return heard;
}

export function answerOf(text: string): RawAnswer {
  const statuses = [...text.matchAll(/(?:^|\n)HTTP\/1\.[01] (\d{3})/g)].map(([, code]) =>
    Number(code),
  );
  const last = statuses.filter((status) => status >= 200 || status === 101).at(-1);
  return { outcome: last ?? 'closed', statuses, text };
}

/** An answer whose length is said, to its last byte. */
function isWhole(text: string): boolean {
  const at = text.search(/HTTP\/1\.[01] (?!100)\d{3}/);
  const bodyAt = text.indexOf('\r\n\r\n', Math.max(0, at));
  if (at < 0 || bodyAt < 0) return false;
  const head = text.slice(at, bodyAt);
  if (/ (?:101|204|304) /.test(head.slice(0, 14))) return true;
  const [, length] = /\ncontent-length: (\d+)/i.exec(head) ?? [];
  return length !== undefined && text.length >= bodyAt + 4 + Number(length);
}

const END = 'Connection: close\r\n\r\n';

/** A request that is right but for what a row replaces. */
export function request(
  line: string,
  { headers = '', body = '', host, auth = true }: RequestParts = {},
): (target: Target) => string {
  return (target) =>
    `${line}\r\n${host ?? `Host: ${target.host}\r\n`}${auth ? target.auth : ''}${headers}${END}${body}`;
}

export interface RequestParts {
  /** Lines with their ends. */
  readonly headers?: string;
  readonly body?: string;
  /** Lines in place of the right one. */
  readonly host?: string;
  readonly auth?: boolean;
}
