// Sends a stored value: its bytes, with headers that keep a browser from running it.
import type { Answering } from '../http/exchange/exchange';
import { isActive } from './value-types';

export interface SendableValue {
  readonly value: Uint8Array;
  readonly contentType: string;
  readonly version: string;
  readonly modifiedAtMs: number;
  readonly expiresAtMs: number | null;
}

/** Sets the headers of a 200 that a 304 has to repeat (RFC 9110, section 15.4.5). */
export function describeValue(reply: Answering, found: Omit<SendableValue, 'value'>): void {
  reply
    .header('etag', `"${found.version}"`)
    .header('last-modified', new Date(found.modifiedAtMs).toUTCString())
    .header('cache-control', 'no-cache')
    .header('x-chord-expires', lifeText(found.expiresAtMs));
}

/** Sends a value under `type`, with headers that keep a browser from running it. */
export function sendValue(reply: Answering, found: SendableValue, type: string): void {
  const { value, contentType } = found;
  describeValue(reply, found);
  reply.header('content-type', type).header('content-security-policy', 'sandbox');
  if (isActive(type)) reply.header('content-disposition', 'attachment');
  if (contentType !== '' && type !== contentType)
    reply.header('x-chord-content-type', headerText(contentType));
  reply.send(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
}

/** The expiry of a value: RFC 3339, or `never`. */
export function lifeText(expiresAtMs: number | null): string {
  return expiresAtMs === null ? 'never' : new Date(expiresAtMs).toISOString();
}

/** The expiry in JSON: RFC 3339, or null. */
export function lifeJson(expiresAtMs: number | null): string | null {
  return expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
}

/** A stored type in a form that is valid in a header. */
function headerText(contentType: string): string {
  return contentType.replace(/[^\x20-\x7e]/g, '?');
}
