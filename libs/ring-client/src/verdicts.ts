// The meaning of a failed attempt for a call. The rules of the API (docs/consistency.md): a read may be repeated, a
// write only when it is certain that nothing happened, or under a name by which members recognise it.
import { CodedError } from '@chord-dht/chord';
import { ClientError, type ClientErrorCode, type Outcome } from '@chord-dht/client';

/**
 * `elsewhere`: this member cannot, another may at once. `later`: no member of the ring can now. `busy`: this member is
 * overloaded. `owner`: another member owns the key, and is named or has to be found.
 */
export type Verdict = 'give-up' | 'elsewhere' | 'later' | 'busy' | 'owner';

/** The failure of an attempt. */
export interface Failure {
  readonly verdict: Verdict;
  /** The error for the caller when it is the last attempt. */
  readonly error: ClientError;
}

export interface Asked {
  readonly endpoint: string;
  readonly isWrite: boolean;
  /** True when there never was a connection, so that no byte was sent. */
  readonly isUnsent: boolean;
}

/** Codes that concern the member that was asked; it has done nothing. */
const OF_THE_MEMBER: ReadonlySet<string> = new Set(['NOT_READY', 'DRAINING', 'NOT_MEMBER']);
/** Codes of an overloaded member; it has done nothing. */
const TOO_MUCH: ReadonlySet<string> = new Set(['BUSY', 'OVERLOADED', 'TOO_MANY_REQUESTS']);
/** Codes that leave open whether a write was applied. */
const OF_THE_RING: ReadonlySet<string> = new Set([
  ...['UNAVAILABLE', 'LOOKUP_FAILED', 'DEADLINE', 'PENDING', 'CORRUPT'],
  ...['SEALED', 'OTHER_VIEW', 'OTHER_DISK'],
]);
const UNDER_WAY: ReadonlySet<string> = new Set(['UNREACHABLE', 'TIMEOUT']);
/** No other attempt helps where the outcome of a write can no longer be determined. */
const FORGOTTEN = 'FORGOTTEN';

export function judge(error: unknown, asked: Asked): Failure {
  if (error instanceof ClientError) return { verdict: 'give-up', error };
  if (!(error instanceof CodedError)) return { verdict: 'give-up', error: defect(error, asked) };
  const { code } = error;
  if (UNDER_WAY.has(code)) return { verdict: 'elsewhere', error: silent(error, asked) };
  if (code === 'REFUSED') return refused(error, asked);
  if (code === 'MALFORMED' && asked.isUnsent)
    return { verdict: 'elsewhere', error: failed(error, asked, 'not-applied', 'BAD_ANSWER') };
  if (code === 'NOT_OWNER') return { verdict: 'owner', error: failed(error, asked, 'not-applied') };
  if (OF_THE_MEMBER.has(code))
    return { verdict: 'elsewhere', error: failed(error, asked, 'not-applied') };
  if (TOO_MUCH.has(code)) return { verdict: 'busy', error: failed(error, asked, 'not-applied') };
  if (OF_THE_RING.has(code)) {
    const outcome = outcomeOf(error) ?? 'unknown';
    const verdict = causeOf(error) === FORGOTTEN ? 'give-up' : 'later';
    return { verdict, error: failed(error, asked, outcome) };
  }
  const isDefect = code === 'INTERNAL' || code === 'MALFORMED';
  const outcome = outcomeOf(error) ?? (isDefect ? 'unknown' : 'not-applied');
  return { verdict: 'give-up', error: failed(error, asked, outcome) };
}

/** The failure of an unreadable answer: a damaged value, or bytes of no known form. */
export function notUnderstood(error: unknown, { endpoint, isWrite }: Asked): Failure {
  const { message } = error as Error;
  const outcome = isWrite ? ('unknown' as const) : undefined;
  const facts = { endpoint, outcome, cause: error };
  return { verdict: 'elsewhere', error: new ClientError('BAD_ANSWER', message, facts) };
}

function silent(error: CodedError, { endpoint, isWrite, isUnsent }: Asked): ClientError {
  const outcome = isWrite ? (isUnsent ? 'not-applied' : 'unknown') : undefined;
  return new ClientError('NO_ANSWER', error.message, { endpoint, outcome, cause: error });
}

/** The member refuses this client, or it must not be called. */
function refused(error: CodedError, asked: Asked): Failure {
  const { status, code } = (error.detail ?? {}) as { status?: unknown; code?: unknown };
  const said = typeof code === 'string' ? (code as ClientErrorCode) : undefined;
  return {
    verdict: status === 401 || status === 403 ? 'give-up' : 'elsewhere',
    error: failed(error, asked, 'not-applied', said ?? 'NO_ANSWER'),
  };
}

function failed(
  error: CodedError,
  { endpoint, isWrite }: Asked,
  outcome: Outcome,
  code = error.code as ClientErrorCode,
): ClientError {
  const { status } = (error.detail ?? {}) as { status?: unknown };
  return new ClientError(code, error.message, {
    endpoint,
    ...(typeof status === 'number' ? { status } : {}),
    ...(isWrite ? { outcome } : {}),
    cause: error,
  });
}

function defect(error: unknown, { endpoint, isWrite }: Asked): ClientError {
  const outcome = isWrite ? ('unknown' as const) : undefined;
  const sentence = 'The client failed because of a defect of its own.';
  return new ClientError('INTERNAL', sentence, { endpoint, outcome, cause: error });
}

function outcomeOf({ detail }: CodedError): Outcome | undefined {
  const { outcome } = (detail ?? {}) as { outcome?: unknown };
  return outcome === 'not-applied' || outcome === 'unknown' ? outcome : undefined;
}

function causeOf({ detail }: CodedError): unknown {
  return ((detail ?? {}) as { cause?: unknown }).cause;
}
