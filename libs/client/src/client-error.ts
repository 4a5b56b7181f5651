// Every way in which a call of the client can fail.
import type { components } from '@chord-dht/api-client';

/** The codes of failures that a node reports; the OpenAPI document lists them. */
export type NodeErrorCode = components['schemas']['ErrorCode'];

/**
 * - `NO_ANSWER`: no connection, or it broke before the answer was there.
 * - `BAD_ANSWER`: the server is no node of this API, or its answer broke off.
 * - `TIMED_OUT`: the deadline of the call has passed. `ABORTED`: its caller has ended it.
 * - `INCOMPLETE`: a part of the ring could not be read within the deadline.
 * - `BAD_OPTION`: the caller has passed an invalid option.
 */
export type ClientErrorCode =
  | NodeErrorCode
  | 'NO_ANSWER'
  | 'BAD_ANSWER'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'INCOMPLETE'
  | 'BAD_OPTION';

/** Whether a write that failed may have taken effect. */
export type Outcome = 'not-applied' | 'unknown';

export interface ErrorFacts {
  /** The HTTP status of the answer; `undefined` when there was none. */
  readonly status?: number | undefined;
  /** For writes only. */
  readonly outcome?: Outcome | undefined;
  /** The node of the last attempt. */
  readonly endpoint?: string | undefined;
  /** The id of the request in the log of that node. */
  readonly requestId?: string | undefined;
  /** The time from the answer until the node accepts another attempt, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The parts that failed: addresses of a join, ids that a listing lacks. */
  readonly parts?: readonly unknown[] | undefined;
  readonly cause?: unknown;
}

/** The one class of failures: a code for programs, a message for people. */
export class ClientError extends Error {
  readonly status: number | undefined;
  readonly outcome: Outcome | undefined;
  readonly endpoint: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly parts: readonly unknown[];

  constructor(
    readonly code: ClientErrorCode,
    message: string,
    { status, outcome, endpoint, requestId, retryAfterMs, parts = [], cause }: ErrorFacts = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ClientError';
    this.status = status;
    this.outcome = outcome;
    this.endpoint = endpoint;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.parts = parts;
  }

  /** The same failure with an unknown outcome: an earlier attempt of the write may have taken effect. */
  inDoubt(): ClientError {
    if (this.outcome === 'unknown') return this;
    const { status, endpoint, requestId, retryAfterMs, parts } = this;
    return new ClientError(this.code, `${this.message} An earlier attempt may have taken effect.`, {
      status,
      endpoint,
      requestId,
      retryAfterMs,
      parts,
      outcome: 'unknown',
      cause: this,
    });
  }
}
