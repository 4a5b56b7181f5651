// The lines of a batch and of its answer.
import { outcomeOf } from './answers';
import { ClientError, type NodeErrorCode } from './client-error';
import { dateOf, fromBase64, toBase64 } from './values';
import { checkedValue, keyOfWrite } from './writes';

interface Bound {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  /** As for a single write. */
  readonly idempotencyKey?: string | false | undefined;
}

export type BatchOperation =
  | { readonly op: 'get'; readonly key: string; readonly consistency?: 'one' | undefined }
  | ({
      readonly op: 'put';
      readonly key: string;
      readonly value: string | Uint8Array;
      readonly contentType?: string | undefined;
      readonly ttl?: number | 'keep' | undefined;
    } & Bound)
  | ({ readonly op: 'delete'; readonly key: string } & Bound);

export interface BatchResult {
  readonly op: 'get' | 'put' | 'delete';
  readonly key: string;
  /** The status of the operation alone; 0 when there was no answer. */
  readonly status: number;
  readonly version: string | null;
  /** The value of a get that found one, else null. */
  readonly bytes: Uint8Array | null;
  readonly contentType: string | null;
  readonly modifiedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly replayed: boolean;
  /** The failure; a missing value (status 404) is none. */
  readonly error: ClientError | null;
}

/** An operation in the form in which it is sent and repeated. */
export interface Line {
  readonly op: BatchOperation['op'];
  readonly key: string;
  readonly text: string;
  readonly isRepeatable: boolean;
}

export function lineOf(operation: BatchOperation): Line {
  const { op, key } = operation;
  if (op === 'get') {
    const text = JSON.stringify({ op, key, consistency: operation.consistency });
    return { op, key, text, isRepeatable: true };
  }
  const { ifMatch, ifNoneMatch } = operation;
  const idempotencyKey = keyOfWrite(operation.idempotencyKey);
  const bound = { ifMatch, ifNoneMatch, idempotencyKey };
  const fields = op === 'put' ? putFields(operation) : {};
  const text = JSON.stringify({ op, key, ...fields, ...bound });
  return { op, key, text, isRepeatable: idempotencyKey !== undefined };
}

/** @throws ClientError `BAD_OPTION` */
function putFields({ value: given, contentType, ttl }: BatchOperation & { op: 'put' }): object {
  const value = checkedValue(given);
  return typeof value === 'string'
    ? { value, contentType: contentType ?? 'text/plain; charset=utf-8', ttl }
    : { base64: toBase64(value), contentType, ttl };
}

interface AnswerLine {
  readonly line: number;
  readonly status: number;
  readonly version?: string;
  readonly value?: string;
  readonly base64?: string;
  readonly contentType?: string;
  readonly modifiedAt?: string;
  readonly expiresAt?: string | null;
  readonly replayed?: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly outcome?: 'not-applied' | 'unknown';
}

/**
 * @returns the number of the line that is answered, from 0, and its result
 * @throws SyntaxError, RangeError
 */
export function readLine(
  text: string,
  lines: readonly Line[],
  endpoint: string,
): { index: number; result: BatchResult } {
  const answer = JSON.parse(text) as AnswerLine;
  const index = answer.line - 1;
  const line = lines[index];
  if (line === undefined) throw new RangeError(`there is no line ${answer.line}`);
  const { status, version = null, contentType = null, replayed = false } = answer;
  const times = { modifiedAt: dateOf(answer.modifiedAt), expiresAt: dateOf(answer.expiresAt) };
  const { op, key } = line;
  const failure = { ...{ bytes: bytesOf(answer), error: failureOf(answer, line, endpoint) } };
  return {
    index,
    result: { op, key, status, version, contentType, ...times, replayed, ...failure },
  };
}

function bytesOf({ value, base64 }: AnswerLine): Uint8Array | null {
  if (value !== undefined) return new TextEncoder().encode(value);
  return base64 === undefined ? null : fromBase64(base64);
}

function failureOf(answer: AnswerLine, { op }: Line, endpoint: string): ClientError | null {
  const { status, code, detail = '' } = answer;
  if (code === undefined || code === 'KEY_NOT_FOUND') return null;
  const outcome = op === 'get' ? undefined : outcomeOf(answer as { outcome?: string });
  return new ClientError(code as NodeErrorCode, detail, { status, outcome, endpoint });
}

export function failed({ op, key }: Line, error: ClientError): BatchResult {
  return {
    ...{ op, key, status: error.status ?? 0, version: null, bytes: null, contentType: null },
    ...{ modifiedAt: null, expiresAt: null, replayed: false, error },
  };
}
