// OpenAPI descriptions of the plain-text endpoints of values.
import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiResponse,
} from '@nestjs/swagger';
import { PlainText } from '../http/plain.decorator';
import { Problems } from '../http/problem/problems.decorator';
import type { ErrorCode } from '../http/problem/problem-table';
import {
  CONDITIONAL_WRITE_PROBLEMS,
  HONOURED_PROBLEMS,
  ReadHeaders,
  TtlQuery,
  VALUE_HEADERS,
  WriteHeaders,
} from './write-headers';

export const ROUTING_PROBLEMS: readonly ErrorCode[] = [
  'NOT_MEMBER',
  'LOOKUP_FAILED',
  'DEADLINE',
  'TIMEOUT',
  'UNREACHABLE',
  'BUSY',
  'INTERNAL',
];
export const KEY_PROBLEMS: readonly ErrorCode[] = ['KEY_INVALID', 'KEY_TOO_LARGE', 'BAD_URL'];
export const WRITE_PROBLEMS: readonly ErrorCode[] = [
  'UNAVAILABLE',
  'DRAINING',
  'NOT_OWNER',
  'STORAGE_FULL',
  'FOREIGN_ORIGIN',
];

export const KEY_PARAMETER = {
  name: 'key',
  description: 'Any UTF-8 text of 1 to 1,024 bytes without control characters, percent-encoded',
  schema: { type: 'string' as const, minLength: 1, example: 'keyval' },
};

/** A value: raw bytes, whatever its content type. */
export const VALUE_BODY = ApiBody({
  description: 'The value: any bytes, none included',
  required: true,
  schema: { type: 'string', example: 'this is the data' },
});

export function PutEndpoint(method: 'put' | 'post'): MethodDecorator {
  return applyDecorators(
    PlainText({
      operationId: `${method}Value`,
      summary: 'Store a value under a key',
      description:
        'The body is taken as it is, whatever its content type says. A value that is there is replaced.',
      answer: 'The value is stored, durably',
      example: 'ok',
    }),
    ApiParam(KEY_PARAMETER),
    TtlQuery,
    WriteHeaders(),
    ApiConsumes('text/plain', 'application/octet-stream'),
    VALUE_BODY,
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

export function GetEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'getValue',
      summary: 'The value under a key',
      description: 'An empty body with `X-Chord-Found: false` when there is none.',
    }),
    ApiParam(KEY_PARAMETER),
    ReadHeaders(),
    ApiProduces('*/*'),
    ApiResponse({
      status: 200,
      description: 'The value as it was stored, or nothing',
      headers: {
        ...VALUE_HEADERS,
        'X-Chord-Found': {
          description: 'Whether there is a value',
          schema: { type: 'string', enum: ['true', 'false'] },
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
      'UNAVAILABLE',
      'CORRUPT',
      'NOT_OWNER',
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function DeleteEndpoint(): MethodDecorator {
  return applyDecorators(
    PlainText({
      operationId: 'deleteValue',
      summary: 'Remove the value under a key',
      answer: '`deleted`, or `non existent` when there was none',
      example: 'deleted',
    }),
    ApiParam(KEY_PARAMETER),
    WriteHeaders(),
    Problems(
      ...KEY_PROBLEMS,
      ...CONDITIONAL_WRITE_PROBLEMS,
      ...WRITE_PROBLEMS,
      ...ROUTING_PROBLEMS,
    ),
  );
}

export function PathEndpoint(): MethodDecorator {
  return applyDecorators(
    PlainText({
      operationId: 'getPath',
      summary: 'The nodes that a lookup of a key visits',
      description: 'By fingers, from this node to the owner, both included.',
      answer: 'One id a line; a single one when this node owns the key',
      example: '673\n983',
    }),
    ApiParam(KEY_PARAMETER),
    Problems(...KEY_PROBLEMS, ...ROUTING_PROBLEMS),
  );
}
