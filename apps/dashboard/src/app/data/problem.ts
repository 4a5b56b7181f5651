// Knows how a failed call is told to a person.
import { HttpErrorResponse } from '@angular/common/http';
import type { ProblemDto } from '@chord-dht/api-client';

export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
}

/** The problem of any thrown thing; `application/problem+json` answers keep their words. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    return {
      title: 'Something went wrong',
      detail: String(error),
      code: 'UNKNOWN',
      status: 0,
      requestId: null,
    };
  }
  if (error.status === 0) {
    return {
      title: 'The node does not answer',
      detail: 'It may have stopped, or the network is interrupted.',
      code: 'UNREACHABLE',
      status: 0,
      requestId: null,
    };
  }
  const body = bodyOf(error.error);
  return {
    title: body?.title ?? (error.statusText || 'The node refused'),
    detail: body?.detail ?? `The answer was ${error.status}.`,
    code: body?.code ?? `HTTP_${error.status}`,
    status: error.status,
    requestId: body?.requestId ?? null,
  };
}

/** The body comes as what the caller asked for: an object, text, or bytes. */
function bodyOf(body: unknown): Partial<ProblemDto> | null {
  try {
    const text = isBytes(body) ? new TextDecoder().decode(body) : body;
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    return typeof value === 'object' ? (value as Partial<ProblemDto> | null) : null;
  } catch {
    return null;
  }
}

const isBytes = (body: unknown): body is ArrayBuffer =>
  typeof body === 'object' && body !== null && 'byteLength' in body;
