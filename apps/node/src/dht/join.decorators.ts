// OpenAPI descriptions of joining; PUT and POST are the same.
import { applyDecorators } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { PlainText } from '../http/plain.decorator';
import { Problems } from '../http/problem/problems.decorator';

export const JOIN_PROBLEMS = [
  'BAD_ADDRESS',
  'BAD_BODY',
  'FOREIGN_ORIGIN',
  'INCOMPATIBLE',
  'WRONG_RECEIVER',
  'BODY_TOO_LARGE',
  'REFUSED',
  'UNREACHABLE',
  'JOIN_FAILED',
  'TIMEOUT',
  'DEADLINE',
  'PENDING',
  'BUSY',
  'INTERNAL',
] as const;

export function JoinEndpoint(method: 'put' | 'post'): MethodDecorator {
  return applyDecorators(
    PlainText({
      operationId: `${method}Join`,
      summary: 'Bring this node and others into one ring',
      description:
        'The body names one or more peers, `host:port`, one a line. Answers once this node and all of ' +
        'them are in one ring, whether a peer was alone, in this ring already, or in another ring.',
      answer: 'All are in one ring',
      example: 'ok',
    }),
    ApiBody({
      description: 'Peers, one a line',
      required: true,
      schema: { type: 'string', example: 'localhost:5001\nlocalhost:5002' },
    }),
    Problems(...JOIN_PROBLEMS),
  );
}
