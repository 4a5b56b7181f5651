// OpenAPI descriptions of the headers and parameters that all writes and reads share.
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import { TTL_SECONDS_MAX } from '@chord-dht/store';
import type { ErrorCode } from '../http/problem/problem-table';

const TEXT = { schema: { type: 'string' as const } };

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description:
    'Only when one of these is the version, as `ETag` gave it; `*`: only when there is a value',
});
const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  description: 'Only when none of these is the version; `*`: only when there is no value',
});
const IF_UNMODIFIED_SINCE = ApiHeader({
  name: 'If-Unmodified-Since',
  required: false,
  description:
    'Only when the value was not changed after this date; without meaning beside `If-Match`',
});
const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'The same in every repetition of one write, 1 to 200 visible characters. A write that took effect is ' +
    'answered again (`Idempotency-Replayed: true`) and not repeated, for two minutes or until sixteen more ' +
    'writes of the key. For another method, key, condition, lifetime, content type or body it is 422.',
});

/** Describes the conditional headers of writes. */
export function WriteHeaders(): MethodDecorator {
  return applyDecorators(IF_MATCH, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, IDEMPOTENCY_KEY);
}

export function ReadHeaders(): MethodDecorator {
  return applyDecorators(
    IF_MATCH,
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'Versions that the reader has already; 304 when one of them is current',
    }),
    ApiHeader({
      name: 'If-Modified-Since',
      required: false,
      description:
        '304 when the value was not changed after this date; without meaning beside `If-None-Match`',
    }),
    IF_UNMODIFIED_SINCE,
  );
}

export const TtlQuery = ApiQuery({
  name: 'ttl',
  required: false,
  description:
    'Seconds after which the value is gone; `keep`: as long as the value that it replaces. Without it the ' +
    'value does not expire',
  schema: {
    oneOf: [
      { type: 'integer', minimum: 1, maximum: TTL_SECONDS_MAX },
      { type: 'string', enum: ['keep'] },
    ],
  },
});

export const WRITTEN_HEADERS = {
  ETag: { description: 'The version', ...TEXT },
  'X-Chord-Expires': { description: 'When the value ends, RFC 3339, or `never`', ...TEXT },
  'Idempotency-Replayed': {
    description: '`true` when this is the answer to an earlier request of the same Idempotency-Key',
    ...TEXT,
  },
};

export const VALUE_HEADERS = {
  ETag: { description: 'The version', ...TEXT },
  'Last-Modified': { description: 'When it was written', ...TEXT },
  'X-Chord-Expires': { description: 'When it ends, RFC 3339, or `never`', ...TEXT },
  'Content-Disposition': {
    description: '`attachment` for types in which a browser would run something',
    ...TEXT,
  },
  'X-Chord-Content-Type': {
    description: 'The type that the value was stored under, when it is sent under another',
    ...TEXT,
  },
};

/** The errors of requests whose headers and parameters are checked. */
export const HONOURED_PROBLEMS: readonly ErrorCode[] = [
  'BAD_QUERY',
  'BAD_HEADER',
  'MALFORMED_CONDITION',
  'PRECONDITION_FAILED',
];
export const CONDITIONAL_WRITE_PROBLEMS: readonly ErrorCode[] = [
  ...HONOURED_PROBLEMS,
  'OTHER_REQUEST',
  'UNSUPPORTED_CODING',
];
