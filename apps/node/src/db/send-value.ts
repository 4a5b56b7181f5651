// Knows how a stored value leaves the node: its bytes, and nothing in them that a browser would run.
import type { FastifyReply } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { PLAIN_TEXT } from '../http/plain.decorator';

export interface SendableValue {
  readonly value: Uint8Array;
  readonly contentType: string;
  readonly version: string;
}

const BYTES = 'application/octet-stream';
/** What `curl --data` calls everything. */
const FORM = 'application/x-www-form-urlencoded';

/** Types in which a browser runs nothing. */
const INERT =
  /^(text\/(plain|csv|markdown)|application\/(json|octet-stream|msgpack|x-www-form-urlencoded)|image\/(png|jpeg|gif|webp|avif)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+)$/;

/** The stored type when a browser can do no harm with it, else bytes to download. */
export function inertType(stored: string): string {
  return INERT.test(mediaType(stored)) && /^[\x20-\x7e]*$/.test(stored) ? stored : BYTES;
}

/** The type for people: text whenever it can be read and nothing better is known. */
export function readableType(stored: string, value: Uint8Array): string {
  const media = mediaType(stored);
  const unknown = media === '' || media === FORM || media === BYTES;
  return unknown && isUtf8(value) ? PLAIN_TEXT : inertType(stored);
}

function mediaType(stored: string): string {
  return (stored.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Sends a value under `type`, so that even a browser that is led to it runs nothing. */
export function sendValue(
  reply: FastifyReply,
  { value, contentType, version }: SendableValue,
  type: string,
): void {
  reply.header('content-type', type).header('etag', `"${version}"`);
  reply.header('content-security-policy', 'sandbox').header('cache-control', 'no-cache');
  if (type !== contentType) reply.header('x-chord-content-type', headerText(contentType));
  void reply.send(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
}

/** A stored type as it may stand in a header. */
function headerText(contentType: string): string {
  return contentType.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
