// The steps that may follow a failed attempt. The rules of the API (docs/consistency.md): a read may be repeated, a
// write only when it is certain that nothing happened, or under an Idempotency-Key.
import type { ClientError, ClientErrorCode } from './client-error';

export interface CallKind {
  readonly isWrite: boolean;
  /** For a write: it bears an Idempotency-Key, so that a repetition is recognised. */
  readonly isRepeatable: boolean;
}

/** `elsewhere`: this node cannot, another may at once. `later`: no node of the ring can now. */
export type Verdict = 'give-up' | 'elsewhere' | 'later';

/** Codes that concern the node that was asked, and not the key. */
const OF_THE_NODE: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'NO_ANSWER',
  'OVERLOADED',
  'NOT_READY',
  'TOO_MANY_REQUESTS',
  'TOO_MANY_STREAMS',
  'DRAINING',
  'NOT_MEMBER',
  'HANDLER_DEADLINE',
]);
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

export function judge(error: ClientError, { isWrite, isRepeatable }: CallKind): Verdict {
  const isPassing = error.code === 'NO_ANSWER' || PASSING.has(error.status ?? 0);
  if (!isPassing) return 'give-up';
  if (isWrite && error.outcome !== 'not-applied' && !isRepeatable) return 'give-up';
  return OF_THE_NODE.has(error.code) ? 'elsewhere' : 'later';
}

export interface Backoff {
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  readonly random: () => number;
}

/**
 * The pause before a further attempt: the node's `Retry-After` and a little more, or else a pause that doubles, half of
 * it random, so that clients that failed together do not return together.
 * @param failures in a row, 1 at first
 */
export function pauseMs(
  failures: number,
  retryAfterMs: number | undefined,
  { backoffMs, backoffMaxMs, random }: Backoff,
): number {
  const full = Math.min(backoffMaxMs, backoffMs * 2 ** (failures - 1));
  return retryAfterMs === undefined
    ? full * (0.5 + random() / 2)
    : retryAfterMs + full * (random() / 2);
}
