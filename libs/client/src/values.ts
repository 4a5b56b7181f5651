// A value as a client sees it, read from the headers of an answer.

export interface ValueInfo {
  readonly key: string;
  /** Changes with every write; compared by `ifMatch`. */
  readonly version: string;
  readonly contentType: string;
  readonly modifiedAt: Date | null;
  /** `null` for a value that does not expire. */
  readonly expiresAt: Date | null;
  /** The node that owns the key, `host:port`. */
  readonly owner: string | null;
  readonly hops: number | null;
}

export interface StoredValue extends ValueInfo {
  readonly bytes: Uint8Array;
  /** The bytes decoded as UTF-8. */
  text(): string;
}

export function infoOf(key: string, headers: Headers): ValueInfo {
  const hops = headers.get('x-chord-hops');
  return {
    key,
    version: versionOf(headers.get('etag')),
    contentType: headers.get('x-chord-content-type') ?? headers.get('content-type') ?? '',
    modifiedAt: dateOf(headers.get('last-modified')),
    expiresAt: dateOf(headers.get('x-chord-expires')),
    owner: headers.get('x-chord-owner'),
    hops: hops === null ? null : Number(hops),
  };
}

export async function valueOf(key: string, response: Response): Promise<StoredValue> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { ...infoOf(key, response.headers), bytes, text: () => textOf(bytes) };
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Returns the version in an entity tag, which is the text between its quotes (RFC 9110, section 8.8.3). */
export function versionOf(tag: string | null): string {
  return (tag ?? '').replace(/^W\//, '').replace(/^"|"$/g, '');
}

export function tagOf(version: string): string {
  return version === '*' ? '*' : `"${version}"`;
}

export function dateOf(text: string | null | undefined): Date | null {
  if (!text || text === 'never') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

const CHUNK = 0x8000;

/** RFC 4648, section 4; written by hand, as no function exists in both browsers and Node 20. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
