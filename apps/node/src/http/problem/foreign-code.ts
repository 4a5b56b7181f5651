// Maps Fastify's and Nest's own errors to codes.
import { HttpException } from '@nestjs/common';
import type { ErrorCode } from './problem-table';

/** The code of an error that Fastify or Nest raised; `undefined` for any other. */
export function codeOfForeign(error: unknown): ErrorCode | undefined {
  const source = error instanceof HttpException ? (error.cause ?? error) : error;
  const { code, statusCode } = (source ?? {}) as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_BAD_URL') return 'BAD_URL';
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500);
  if (status === 408) return 'REQUEST_TIMEOUT';
  if (status === 413) return 'BODY_TOO_LARGE';
  if (status === 414) return 'URI_TOO_LONG';
  return status >= 400 && status < 500 ? 'BAD_REQUEST' : undefined;
}
