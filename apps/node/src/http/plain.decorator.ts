// Marks an endpoint that answers in plain text.
import { applyDecorators, Header, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';

export const PLAIN_TEXT = 'text/plain; charset=utf-8';

interface PlainOptions {
  readonly summary: string;
  readonly description?: string;
  readonly answer: string;
  readonly example: string;
  readonly operationId: string;
}

/** Describes an endpoint of the plain-text API: 200 with one or more lines. */
export function PlainText({
  summary,
  description,
  answer,
  example,
  operationId,
}: PlainOptions): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    Header('content-type', PLAIN_TEXT),
    Header('cache-control', 'no-store'),
    ApiOperation({ summary, operationId, ...(description === undefined ? {} : { description }) }),
    ApiProduces('text/plain'),
    ApiResponse({
      status: 200,
      description: answer,
      content: { 'text/plain': { schema: { type: 'string' }, example } },
    }),
  );
}

/** A list as plain text, one item a line. */
export function lines(items: readonly string[]): string {
  return items.join('\n');
}
