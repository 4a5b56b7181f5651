// Reads the options of a write request.
import type { PutOptions, RemoveOptions } from '@chord-dht/store';
import { TTL_SECONDS_MAX } from '@chord-dht/store';
import { Inject, Injectable } from '@nestjs/common';
import type { Asked } from '../http/exchange/exchange';
import { HttpError } from '../http/problem/http-error';
import { readText, readWhole } from '../http/query';
import { readWriteCondition } from './conditions';
import { IdempotencyKeys } from './idempotency';
import { readContentType } from './value-types';

export interface WriteFields {
  readonly key: string;
  readonly body: Uint8Array;
  /** The parameter `ttl` of the query. */
  readonly ttl?: unknown;
  /** True when Content-Type has to be a media type. */
  readonly isStrict?: boolean;
}

const CONDITIONS = ['if-match', 'if-none-match', 'if-unmodified-since'] as const;

@Injectable()
export class WriteRequests {
  constructor(@Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys) {}

  /** @throws HttpError, CodedError `MALFORMED_CONDITION` */
  put(request: Asked, { key, body, ttl, isStrict = false }: WriteFields): PutOptions {
    const contentType = readContentType(request.declaredType, isStrict);
    const ttlSeconds = readTtl(ttl);
    const { condition, writeId, trace } = this.common(request, { key, body, ttl });
    return { contentType, ttlSeconds, condition, writeId, trace };
  }

  /** The options of a change that keeps the value. @throws as `put` */
  change(request: Asked, fields: WriteFields): Omit<RemoveOptions, 'timeoutMs'> {
    return this.common(request, fields);
  }

  /** @throws as `put` */
  remove(request: Asked, key: string): RemoveOptions {
    return this.common(request, { key, body: new Uint8Array(0) });
  }

  private common(
    request: Asked,
    { key, body, ttl }: WriteFields,
  ): Pick<PutOptions, 'condition' | 'writeId' | 'trace'> {
    const { headers, method, declaredType: contentType } = request;
    const condition = readWriteCondition(headers);
    const text = readText(ttl, 'ttl', 20);
    const given = headers['idempotency-key'];
    if (given === undefined) return { condition, writeId: undefined, trace: request.id };
    const conditions = CONDITIONS.map((name) => headers[name]);
    const asked = { method, key, conditions, ttl: text, contentType, body };
    return { condition, writeId: this.keys.writeId(given, asked), trace: request.id };
  }
}

/** @throws HttpError `BAD_QUERY` */
function readTtl(ttl: unknown): number | 'keep' | undefined {
  if (ttl === 'keep') return ttl;
  try {
    return readWhole(ttl, 'ttl', 1, TTL_SECONDS_MAX);
  } catch {
    throw new HttpError(
      'BAD_QUERY',
      `The parameter ttl must be "keep" or a whole number of seconds from 1 to ${TTL_SECONDS_MAX}, once; ` +
        'leave it out for a value that does not expire',
    );
  }
}

/** @throws HttpError `BAD_QUERY` */
export function readConsistency(value: unknown): 'one' | undefined {
  if (value === undefined || value === 'one') return value;
  throw new HttpError(
    'BAD_QUERY',
    'The parameter consistency can only be "one"; leave it out for the latest value',
  );
}
