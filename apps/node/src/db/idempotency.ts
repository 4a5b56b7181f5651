// Binds each Idempotency-Key of a client to one request.
import { namedWriteId, StoreError } from '@chord-dht/store';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { HttpError } from '../http/problem/http-error';

const FORM = /^[\x21-\x7e]{1,200}$/;
/** As long as records remember their writes, in milliseconds. */
const AGE_MS_MAX = 120_000;
const KEYS_MAX = 10_000;

/** The parts of a write request that distinguish it from others. */
export interface WriteRequest {
  readonly method: string;
  readonly key: string;
  readonly conditions: readonly (string | undefined)[];
  readonly ttl: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

interface Bound {
  readonly request: string;
  readonly atMs: number;
}

/**
 * The binding is stored with the record, at its home replicas, in the id of the write: it survives this node, and is
 * the same at every other. In memory are only requests without a trace in the record: for another key, or without
 * effect.
 */
@Injectable()
export class IdempotencyKeys {
  /** Longest unused first. */
  private readonly bound = new Map<string, Bound>();

  /**
   * Returns the id of a write under its Idempotency-Key; `undefined` without one.
   * @throws HttpError `BAD_HEADER`, StoreError `OTHER_REQUEST`
   */
  writeId(given: string | string[] | undefined, request: WriteRequest): string | undefined {
    if (given === undefined) return undefined;
    if (typeof given !== 'string' || !FORM.test(given))
      throw new HttpError(
        'BAD_HEADER',
        'Idempotency-Key must be one text of 1 to 200 visible ASCII characters without spaces',
      );
    const asked = digestOf(request);
    this.bind(given, asked);
    return namedWriteId(hashed(given, request.key), asked);
  }

  private bind(given: string, request: string): void {
    const atMs = performance.now();
    const known = this.bound.get(given);
    if (known && atMs - known.atMs < AGE_MS_MAX && known.request !== request) throw otherRequest();
    this.bound.delete(given);
    this.bound.set(given, { request, atMs });
    const [oldest] = this.bound.keys();
    if (this.bound.size > KEYS_MAX && oldest !== undefined) this.bound.delete(oldest);
  }
}

function otherRequest(): StoreError {
  return new StoreError(
    'OTHER_REQUEST',
    'This Idempotency-Key was used for a request with another method, key, condition, lifetime, ' +
      'content type or body; use a new key for each request',
  );
}

function digestOf({ method, key, conditions, ttl, contentType, body }: WriteRequest): string {
  const said = JSON.stringify([method, key, conditions, ttl ?? null, contentType ?? null]);
  return createHash('sha256').update(said).update('\n').update(body).digest('hex');
}

function hashed(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
