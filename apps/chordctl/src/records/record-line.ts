// A line of an export: one key with everything that an import needs.

export interface RecordLine {
  readonly key: string;
  /** Base64 (RFC 4648, section 4). */
  readonly value: string;
  readonly version: string;
  readonly contentType: string | null;
  readonly modifiedAt: string | null;
  /** RFC 3339; `null` for a value that does not expire. */
  readonly expiresAt: string | null;
}

export interface ImportRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly contentType: string | undefined;
  readonly expiresAtMs: number | null;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function printRecord(record: {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly version: string | null;
  readonly contentType: string | null;
  readonly modifiedAt: Date | null;
  readonly expiresAt: Date | null;
}): string {
  const { key, bytes, version, contentType, modifiedAt, expiresAt } = record;
  const line: RecordLine = {
    key,
    value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    version: version ?? '',
    contentType: contentType || null,
    modifiedAt: modifiedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
  return JSON.stringify(line);
}

/** @throws Error with the fault of the line */
export function readRecord(line: string): ImportRecord {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new Error('it is no JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('it is no JSON object');
  const { key, value, contentType = null, expiresAt = null } = parsed as Record<string, unknown>;
  if (typeof key !== 'string' || key === '') throw new Error('"key" has to be a text');
  if (typeof value !== 'string' || !BASE64.test(value)) throw new Error('"value" has to be base64');
  if (contentType !== null && typeof contentType !== 'string')
    throw new Error('"contentType" has to be a text or null');
  const expiresAtMs = expiresAt === null ? null : timeOf(expiresAt);
  return {
    key,
    value: Buffer.from(value, 'base64'),
    contentType: contentType ?? undefined,
    expiresAtMs,
  };
}

/** `Date.parse` accepts far more, such as "1" for a year long past, and a record that has expired is skipped. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

function timeOf(expiresAt: unknown): number {
  const isTime = typeof expiresAt === 'string' && RFC_3339.test(expiresAt);
  const time = isTime ? Date.parse(expiresAt.toUpperCase()) : NaN;
  if (Number.isNaN(time)) throw new Error('"expiresAt" has to be a time (RFC 3339) or null');
  return time;
}
