// Builds problem details after RFC 9457 from a failure.
import { CodedError, codeOf } from '@chord-dht/chord';
import { isErrorCode, PROBLEMS, type ErrorCode } from './problem-table';

export const PROBLEM_TYPE = 'application/problem+json';

/** The failure of one of several items, for example one peer of a join. */
export interface PartialFailure {
  readonly address: string;
  readonly code: string;
  readonly message: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  /** Whether a write that failed may have been applied: `not-applied` or `unknown`. */
  readonly outcome?: string;
  readonly errors?: readonly PartialFailure[];
}

/** The problem of a failure whose code is known. */
export function problemOf(code: ErrorCode, detail: string, requestId: string): Problem {
  const { status, title } = PROBLEMS[code];
  const type = `urn:chord-dht:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title, status, detail, code, requestId };
}

/** The problem of a thrown error; `undefined` for a defect, which has to be logged. */
export function problemOfError(error: unknown, requestId: string): Problem | undefined {
  const code = codeOf(error);
  if (!(error instanceof CodedError) || !isErrorCode(code)) return undefined;
  const problem = problemOf(code, error.message, requestId);
  const { outcome, peers } = readDetail(error.detail);
  const errors = peers?.filter((peer) => !peer.ok).map(partialFailure);
  return {
    ...problem,
    ...(errors ? { status: jointStatus(errors, problem.status), errors } : {}),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

interface PeerOutcome {
  readonly address: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
}

function readDetail(detail: unknown): { outcome?: string; peers?: readonly PeerOutcome[] } {
  if (typeof detail !== 'object' || detail === null) return {};
  const { outcome, peers } = detail as { outcome?: unknown; peers?: unknown };
  return {
    ...(typeof outcome === 'string' ? { outcome } : {}),
    ...(Array.isArray(peers) ? { peers: peers as readonly PeerOutcome[] } : {}),
  };
}

function partialFailure({ address, code, message }: PeerOutcome): PartialFailure {
  return { address, code: code ?? 'JOIN_FAILED', message: message ?? 'could not be joined' };
}

/** The status of several failed peers: their common one, else the general one. */
function jointStatus(errors: readonly PartialFailure[], general: number): number {
  const statuses = new Set(
    errors.map(({ code }) => (isErrorCode(code) ? PROBLEMS[code].status : general)),
  );
  const [only] = statuses;
  return statuses.size === 1 && only !== undefined ? only : general;
}
