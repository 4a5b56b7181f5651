// OpenAPI descriptions of the JSON API of keys.
import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';
import { Problems } from '../http/problem/problems.decorator';
import {
  KEY_PARAMETER,
  KEY_PROBLEMS,
  ROUTING_PROBLEMS,
  VALUE_BODY,
  WRITE_PROBLEMS,
} from './db.decorators';
import { LifeDto, LifeRequestDto, PutResultDto } from './dto/keys.dto';
import {
  CONDITIONAL_WRITE_PROBLEMS,
  HONOURED_PROBLEMS,
  ReadHeaders,
  TtlQuery,
  VALUE_HEADERS,
  WriteHeaders,
  WRITTEN_HEADERS,
} from './write-headers';

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
        '`If-None-Match: *` only creates. A value that is replaced without `ttl` does not expire any more.',
    }),
    ApiParam(KEY_PARAMETER),
    TtlQuery,
    WriteHeaders(),
    ApiConsumes('text/plain', 'application/json', 'application/octet-stream'),
    VALUE_BODY,
    ApiResponse({
      status: 200,
      description: 'Replaced',
      type: PutResultDto,
      headers: WRITTEN_HEADERS,
    }),
    ApiResponse({
      status: 201,
      description: 'Created',
      type: PutResultDto,
      headers: WRITTEN_HEADERS,
    }),
    Problems(
      ...KEY_PROBLEMS,
      ...CONDITIONAL_WRITE_PROBLEMS,
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
    ReadHeaders(),
    ApiResponse({
      status: 200,
      description: 'The value under its own content type',
      headers: {
        ...VALUE_HEADERS,
        'X-Chord-Owner': { description: 'Address of the owner', schema: { type: 'string' } },
        'X-Chord-Hops': {
          description: 'Messages to it; 0 for the node itself',
          schema: { type: 'integer' },
        },
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
      ...HONOURED_PROBLEMS,
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
      summary: 'The attributes of a value, without its bytes',
    }),
    ApiParam(KEY_PARAMETER),
    CONSISTENCY,
    ReadHeaders(),
    ApiResponse({ status: 200, description: 'There is a value', headers: VALUE_HEADERS }),
    ApiResponse({ status: 304, description: 'The reader has the current version' }),
    Problems(
      ...KEY_PROBLEMS,
      ...HONOURED_PROBLEMS,
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
    WriteHeaders(),
    ApiResponse({
      status: 204,
      description: 'Removed',
      headers: { 'Idempotency-Replayed': WRITTEN_HEADERS['Idempotency-Replayed'] },
    }),
    Problems(
      ...KEY_PROBLEMS,
      ...CONDITIONAL_WRITE_PROBLEMS,
      'KEY_NOT_FOUND',
      ...WRITE_PROBLEMS,
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function PatchKeyEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'changeLife',
      summary: 'Change the time to live of a value',
      description: 'The value and its content type stay; the version changes, as with every write.',
    }),
    ApiParam(KEY_PARAMETER),
    WriteHeaders(),
    ApiConsumes('application/json'),
    ApiBody({ type: LifeRequestDto }),
    ApiResponse({ status: 200, description: 'Changed', type: LifeDto, headers: WRITTEN_HEADERS }),
    Problems(
      ...KEY_PROBLEMS,
      ...CONDITIONAL_WRITE_PROBLEMS,
      'BAD_BODY',
      'BODY_TOO_LARGE',
      'KEY_NOT_FOUND',
      'CORRUPT',
      ...WRITE_PROBLEMS,
      ...ROUTING_PROBLEMS,
    ),
  );
}
