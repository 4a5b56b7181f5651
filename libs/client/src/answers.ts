// Classifies an answer of a node, or its absence, as a failure.
import type { ProblemDto } from '@chord-dht/api-client';
import { ClientError, type NodeErrorCode, type Outcome } from './client-error';

const TEXT_MAX = 300;
/** Refused before any work was done. */
const AT_THE_DOOR: ReadonlySet<string> = new Set(['OVERLOADED', 'NOT_READY', 'TOO_MANY_REQUESTS']);
/** Node's codes of a failed connection attempt: nothing of the request was sent. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export interface Asked {
  readonly endpoint: string;
  readonly isWrite: boolean;
  /** For the message, for example `GET /api/v1/ring`. */
  readonly what: string;
}

/** The failure that an answer with a status of 300 or more stands for. */
export async function readFailure(response: Response, asked: Asked): Promise<ClientError> {
  const { endpoint, isWrite, what } = asked;
  const { status } = response;
  const text = await response.text().catch(() => '');
  const problem = parseProblem(text);
  const facts = { status, endpoint, retryAfterMs: readRetryAfter(response.headers) };
  // An answer to HEAD has no body; only a node sends the owner of the key.
  if (status === 404 && response.headers.has('x-chord-owner'))
    return new ClientError('KEY_NOT_FOUND', 'There is no value under this key.', facts);
  if (!problem) {
    const isPassing = status === 429 || status >= 500;
    const shown = text.trim().slice(0, TEXT_MAX);
    const sentence = `${endpoint} answered ${what} with ${status} and not as a node does${shown ? `: ${shown}` : '.'}`;
    const outcome = isWrite ? (isPassing ? 'unknown' : 'not-applied') : undefined;
    return new ClientError('BAD_ANSWER', sentence, { ...facts, outcome });
  }
  const { code, detail, requestId, errors } = problem;
  const outcome = isWrite ? outcomeOf(problem) : undefined;
  const said = /[.!?]$/.test(detail) ? detail : `${detail}.`;
  const more = { requestId, outcome, parts: errors };
  return new ClientError(code as NodeErrorCode, said, { ...facts, ...more });
}

export function outcomeOf({ outcome, code, status }: Partial<ProblemDto>): Outcome {
  if (outcome === 'not-applied' || outcome === 'unknown') return outcome;
  const isRefused = (status ?? 500) < 500 || AT_THE_DOOR.has(code ?? '');
  return isRefused ? 'not-applied' : 'unknown';
}

function parseProblem(text: string): ProblemDto | undefined {
  try {
    const parsed = JSON.parse(text) as Partial<ProblemDto> | null;
    return typeof parsed?.code === 'string' && typeof parsed.detail === 'string'
      ? (parsed as ProblemDto)
      : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
export function readRetryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - Date.now());
}

/** The failure of a request that `fetch` has given up. */
export function noAnswer(error: unknown, { endpoint, isWrite, what }: Asked): ClientError {
  const reason = reasonOf(error);
  const isSent = !NEVER_CONNECTED.has(reason.code);
  const why = reason.code || reason.message;
  const sentence = isSent
    ? `${endpoint} did not answer ${what} (${why}).`
    : `Nothing answers at ${endpoint} (${why}); is a node running there?`;
  const outcome = isWrite ? (isSent ? 'unknown' : 'not-applied') : undefined;
  return new ClientError('NO_ANSWER', sentence, { endpoint, outcome, cause: error });
}

/** Node's `fetch` gives the reason in `cause`, for several addresses in `errors`; a browser gives none. */
function reasonOf(error: unknown): { code: string; message: string } {
  const { cause, code, errors, message } = (error ?? {}) as {
    cause?: unknown;
    code?: unknown;
    errors?: readonly unknown[];
    message?: string;
  };
  if (cause !== undefined && cause !== null) return reasonOf(cause);
  if (typeof code === 'string') return { code, message: message ?? code };
  if (errors?.length) return reasonOf(errors[0]);
  return { code: '', message: message ?? String(error) };
}
