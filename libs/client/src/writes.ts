// The conditions of a write, and the key under which it may be repeated.
import { ClientError } from './client-error';
import type { CallOptions } from './options';
import { tagOf } from './values';

export interface WriteOptions extends CallOptions {
  /** Write only when this is the present version; `*`: only when there is a value. Otherwise `PRECONDITION_FAILED`. */
  readonly ifMatch?: string | undefined;
  /** `*`: write only when there is no value; a version: only when it is not the present one. */
  readonly ifNoneMatch?: string | undefined;
  /**
   * The same in every repetition of one write; nodes remember it for two minutes, or until sixteen more writes of the
   * key. By default the client creates one for each call, so that it may repeat a write of unknown outcome; `false`:
   * none, and such a write fails with `outcome` `unknown`.
   */
  readonly idempotencyKey?: string | false | undefined;
}

export interface PutOptions extends WriteOptions {
  /** By default `application/octet-stream` for bytes and `text/plain; charset=utf-8` for texts. */
  readonly contentType?: string | undefined;
  /**
   * The time to live in seconds; `keep`: until the expiry of the value that it replaces. By default the value does not
   * expire.
   */
  readonly ttl?: number | 'keep' | undefined;
}

export interface WriteKind {
  readonly isWrite: true;
  readonly isRepeatable: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export function bindWrite(options: WriteOptions): WriteKind {
  const { ifMatch, ifNoneMatch } = options;
  const idempotencyKey = keyOfWrite(options.idempotencyKey);
  const headers = {
    ...(ifMatch === undefined ? {} : { 'if-match': tagOf(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': tagOf(ifNoneMatch) }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
  return { isWrite: true, isRepeatable: idempotencyKey !== undefined, headers };
}

/**
 * Callers in plain JavaScript may pass anything, and `fetch` would store the text of an object, and nothing at all for
 * `undefined`. Told by its tag, as bytes may come from another realm (a frame, a test runner).
 * @throws ClientError `BAD_OPTION`
 */
export function checkedValue(value: string | Uint8Array): string | Uint8Array {
  const tag = Object.prototype.toString.call(value);
  if (typeof value === 'string' || tag === '[object Uint8Array]') return value;
  throw new ClientError('BAD_OPTION', `A value has to be a text or a Uint8Array, not ${tag}.`, {
    outcome: 'not-applied',
  });
}

export function keyOfWrite(given: string | false | undefined): string | undefined {
  return given === false ? undefined : (given ?? newIdempotencyKey());
}

/** `randomUUID` is missing in pages that come over plain HTTP; random values are available. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
