// Knows how the JSON API of keys is described.
import { applyDecorators } from '@nestjs/common';
import {
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';
import { Problems } from '../openapi/problems.decorator';
import {
  KEY_PARAMETER,
  KEY_PROBLEMS,
  ROUTING_PROBLEMS,
  VALUE_BODY,
  WRITE_PROBLEMS,
} from './db.decorators';
import { KeyListDto, PutResultDto } from './dto/keys.dto';

export const TTL_SECONDS_MAX = 31_536_000;
export const LIST_LIMIT_MAX = 1_000;
export const LIST_LIMIT_DEFAULT = 100;

const VERSION_HEADER = {
  ETag: { description: 'The version', schema: { type: 'string' as const } },
};
const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'Only when this is the version, as `ETag` gave it, in double quotes',
});

const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'The same in every repetition of one write, 1 to 200 visible characters: a write that took effect ' +
    'is answered again and not repeated, for two minutes or until sixteen more writes of the key',
});
const CONSISTENCY = ApiQuery({
  name: 'consistency',
  required: false,
  description: '`one`: any one home replica answers, fast and possibly stale',
  schema: { type: 'string', enum: ['one'] },
});

export function PutKeyEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'putKey',
      summary: 'Store a value',
      description:
        'The body is taken as raw bytes; its content type is kept. `If-Match` replaces only that version, ' +
        '`If-None-Match: *` only creates.',
    }),
    ApiParam(KEY_PARAMETER),
    ApiQuery({
      name: 'ttl',
      required: false,
      description: 'Seconds after which the value is gone',
      schema: { type: 'integer', minimum: 1, maximum: TTL_SECONDS_MAX },
    }),
    IF_MATCH,
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '`*`: only when there is none',
    }),
    IDEMPOTENCY_KEY,
    ApiConsumes('text/plain', 'application/json', 'application/octet-stream'),
    VALUE_BODY,
    ApiResponse({
      status: 200,
      description: 'Replaced',
      type: PutResultDto,
      headers: VERSION_HEADER,
    }),
    ApiResponse({
      status: 201,
      description: 'Created',
      type: PutResultDto,
      headers: VERSION_HEADER,
    }),
    Problems(
      ...KEY_PROBLEMS,
      'BAD_QUERY',
      'MALFORMED_CONDITION',
      'PRECONDITION_FAILED',
      'VALUE_TOO_LARGE',
      'BODY_TOO_LARGE',
      ...WRITE_PROBLEMS,
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function GetKeyEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'getKey', summary: 'A value' }),
    ApiParam(KEY_PARAMETER),
    CONSISTENCY,
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'Versions that the reader has already; 304 when one of them is current',
    }),
    ApiResponse({
      status: 200,
      description: 'The value under its own content type',
      headers: {
        ...VERSION_HEADER,
        'Last-Modified': { schema: { type: 'string' } },
        'X-Chord-Owner': { description: 'Address of the owner', schema: { type: 'string' } },
        'X-Chord-Hops': { description: 'Hops to it', schema: { type: 'integer' } },
        'X-Chord-Consistency': {
          description: '`one` when the value may be stale',
          schema: { type: 'string' },
        },
      },
      content: {
        'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
        'text/plain': { schema: { type: 'string' }, example: 'this is the data' },
      },
    }),
    ApiResponse({ status: 304, description: 'The reader has the current version' }),
    Problems(
      ...KEY_PROBLEMS,
      'BAD_QUERY',
      'KEY_NOT_FOUND',
      'UNAVAILABLE',
      'CORRUPT',
      'NOT_OWNER',
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function HeadKeyEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'headKey',
      summary: 'What there is to know about a value but itself',
    }),
    ApiParam(KEY_PARAMETER),
    CONSISTENCY,
    ApiResponse({ status: 200, description: 'There is a value', headers: VERSION_HEADER }),
    ApiResponse({ status: 304, description: 'The reader has the current version' }),
    Problems(
      ...KEY_PROBLEMS,
      'BAD_QUERY',
      'KEY_NOT_FOUND',
      'UNAVAILABLE',
      'CORRUPT',
      'NOT_OWNER',
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function DeleteKeyEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'deleteKey', summary: 'Remove a value' }),
    ApiParam(KEY_PARAMETER),
    IF_MATCH,
    IDEMPOTENCY_KEY,
    ApiResponse({ status: 204, description: 'Removed' }),
    Problems(
      ...KEY_PROBLEMS,
      'BAD_QUERY',
      'KEY_NOT_FOUND',
      'MALFORMED_CONDITION',
      'PRECONDITION_FAILED',
      ...WRITE_PROBLEMS,
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function ListKeysEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'listKeys',
      summary: 'Keys of the whole ring, in pages',
      description:
        'Clockwise by key id. Keys that are written or removed meanwhile may or may not appear.',
    }),
    ApiQuery({
      name: 'prefix',
      required: false,
      description: 'Only keys that begin so',
      schema: { type: 'string' },
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      description: 'Keys on a page',
      schema: { type: 'integer', minimum: 1, maximum: LIST_LIMIT_MAX, default: LIST_LIMIT_DEFAULT },
    }),
    ApiQuery({
      name: 'cursor',
      required: false,
      description: 'What the page before gave',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 200, description: 'A page', type: KeyListDto }),
    Problems('BAD_QUERY', 'UNAVAILABLE', ...ROUTING_PROBLEMS),
  );
}
