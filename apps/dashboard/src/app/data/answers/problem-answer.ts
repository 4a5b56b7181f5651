// Words for the answer of a node that refuses. Free of Angular, because the feed's worker needs it.
import type { ProblemDto } from '@chord-dht/api-client';

export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
}

export const UNREACHABLE: Problem = {
  title: 'The node does not answer',
  detail: 'It may have stopped, or the network is interrupted.',
  code: 'UNREACHABLE',
  status: 0,
  requestId: null,
};

/** Reads the problem of an `application/problem+json` answer. @param content an object, text, or bytes */
export function answerProblem(status: number, statusText: string, content: unknown): Problem {
  const body = bodyOf(content);
  return {
    title: body?.title ?? (statusText || 'The node refused'),
    detail: body?.detail ?? `The answer was ${status}.`,
    code: body?.code ?? `HTTP_${status}`,
    status,
    requestId: body?.requestId ?? null,
  };
}

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
