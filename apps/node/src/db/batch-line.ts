// One line of a batch: an operation on one key, as JSON.
import type { Condition } from '@chord-dht/store';
import { parseVersion, TTL_SECONDS_MAX } from '@chord-dht/store';
import { CodedError } from '@chord-dht/chord';
import { HttpError } from '../http/problem/http-error';
import { readKey, readNewKey } from './key';
import { readContentType } from './value-types';

interface Conditional {
  readonly condition: Condition | undefined;
  readonly idempotencyKey: string | undefined;
  /** The conditions as given, for comparison with a repetition. */
  readonly conditions: readonly (string | undefined)[];
}

export type BatchOperation =
  | { readonly op: 'get'; readonly key: string; readonly consistency: 'one' | undefined }
  | ({
      readonly op: 'put';
      readonly key: string;
      readonly value: Buffer;
      readonly contentType: string;
      readonly ttlSeconds: number | 'keep' | undefined;
    } & Conditional)
  | ({ readonly op: 'delete'; readonly key: string } & Conditional);

const FIELDS = {
  get: ['op', 'key', 'consistency'],
  put: [
    'op',
    'key',
    'value',
    'base64',
    'contentType',
    'ttl',
    'ifMatch',
    'ifNoneMatch',
    'idempotencyKey',
  ],
  delete: ['op', 'key', 'ifMatch', 'ifNoneMatch', 'idempotencyKey'],
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The fields that identify a line in the answer, read even from an invalid line. */
export interface LineName {
  readonly op: string | null;
  readonly key: string | null;
}

export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function nameOfLine(parsed: unknown): LineName {
  const { op, key } = (parsed ?? {}) as { op?: unknown; key?: unknown };
  return {
    op: typeof op === 'string' ? op : null,
    key: typeof key === 'string' ? key : null,
  };
}

/**
 * @throws HttpError `BAD_BODY` for an invalid operation; StoreError `KEY_INVALID`, `KEY_TOO_LARGE`; CodedError
 *   `MALFORMED_CONDITION`
 */
export function readOperation(parsed: unknown): BatchOperation {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw bad('Each line has to be a JSON object');
  const fields = parsed as Fields;
  const op = fields['op'];
  if (op !== 'get' && op !== 'put' && op !== 'delete')
    throw bad('op has to be "get", "put" or "delete"');
  const unknown = Object.keys(fields).find(
    (name) => !(FIELDS[op] as readonly string[]).includes(name),
  );
  if (unknown !== undefined)
    throw bad(`A ${op} has no field ${unknown.slice(0, 40)}; it has ${FIELDS[op].join(', ')}`);
  const key = textOf(fields, 'key') ?? '';
  if (op === 'get') return { op, key: readKey(key), consistency: consistencyOf(fields) };
  if (op === 'delete') return { op, key: readKey(key), ...conditionalOf(fields) };
  return {
    op,
    key: readNewKey(key),
    value: valueOf(fields),
    contentType: readContentType(textOf(fields, 'contentType'), true),
    ttlSeconds: ttlOf(fields),
    ...conditionalOf(fields),
  };
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw bad(`${name} has to be a text`);
}

function consistencyOf(fields: Fields): 'one' | undefined {
  const value = textOf(fields, 'consistency');
  if (value === undefined || value === 'one') return value;
  throw bad('consistency can only be "one"; leave it out for the latest value');
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function valueOf(fields: Fields): Buffer {
  const text = textOf(fields, 'value');
  const base64 = textOf(fields, 'base64');
  if ((text === undefined) === (base64 === undefined))
    throw bad('A put has its value in value, as text, or in base64, as bytes');
  if (text !== undefined) return Buffer.from(text);
  if (!BASE64.test(base64 as string)) throw bad('base64 has to be base64 (RFC 4648, section 4)');
  return Buffer.from(base64 as string, 'base64');
}

function ttlOf(fields: Fields): number | 'keep' | undefined {
  const ttl = fields['ttl'];
  if (ttl === undefined || ttl === 'keep') return ttl;
  if (Number.isInteger(ttl) && (ttl as number) >= 1 && (ttl as number) <= TTL_SECONDS_MAX)
    return ttl as number;
  throw bad(`ttl has to be "keep" or a whole number of seconds from 1 to ${TTL_SECONDS_MAX}`);
}

function conditionalOf(fields: Fields): Conditional {
  const ifMatch = versionOf(fields, 'ifMatch');
  const ifNoneMatch = versionOf(fields, 'ifNoneMatch');
  const condition =
    ifMatch === undefined && ifNoneMatch === undefined
      ? undefined
      : { ...(ifMatch ? { ifMatch } : {}), ...(ifNoneMatch ? { ifNoneMatch } : {}) };
  return {
    condition,
    conditions: [ifMatch, ifNoneMatch, undefined].map((tags) =>
      tags === undefined ? undefined : tags === '*' ? '*' : `"${tags[0]}"`,
    ),
    idempotencyKey: textOf(fields, 'idempotencyKey'),
  };
}

function versionOf(fields: Fields, name: string): '*' | string[] | undefined {
  const value = textOf(fields, name);
  if (value === undefined || value === '*') return value;
  if (parseVersion(value)) return [value];
  throw new CodedError('MALFORMED_CONDITION', `${name} has to be a version, or *`);
}

function bad(message: string): HttpError {
  return new HttpError('BAD_BODY', message);
}
