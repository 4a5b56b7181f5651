// Every failure of an operation on a value.
import { CodedError } from '@chord-dht/chord';

/**
 * - `NOT_OWNER`: ask another node; detail may name a better one (`{ next: NodeRef }`). `DRAINING`: it is leaving.
 * - `PRECONDITION_FAILED`, `MALFORMED_CONDITION`: If-Match and the like. `OTHER_REQUEST`: a write of the same name had
 *   another content.
 * - `KEY_INVALID`, `KEY_TOO_LARGE`, `VALUE_TOO_LARGE`: the limits of `limits.ts`.
 * - `UNAVAILABLE`: not served within the deadline; detail has the outcome of a write.
 * - `STORAGE_FULL`: refused before the engine could fail. `CORRUPT`: the checksum of the record is wrong.
 * - `SEALED`, `OTHER_VIEW`, `OTHER_DISK`: between replicas only; the view of the caller has ended, or is not known
 *   here; the disk that it names is lost.
 */
export const STORE_ERROR_CODES = [
  'NOT_OWNER',
  'PRECONDITION_FAILED',
  'MALFORMED_CONDITION',
  'OTHER_REQUEST',
  'KEY_TOO_LARGE',
  'VALUE_TOO_LARGE',
  'KEY_INVALID',
  'UNAVAILABLE',
  'STORAGE_FULL',
  'CORRUPT',
  'DRAINING',
  'SEALED',
  'OTHER_VIEW',
  'OTHER_DISK',
] as const;
export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number];

export class StoreError extends CodedError<StoreErrorCode> {}

/** Whether a write that was not acknowledged can take effect, now or later. */
export type Outcome = 'not-applied' | 'unknown';

export interface UnavailableDetail {
  readonly outcome: Outcome;
  /** The code of the last failure before the operation ended. */
  readonly cause?: string;
}

/** The outcome of the write can no longer be determined; another attempt is useless. */
export const FORGOTTEN: UnavailableDetail = { outcome: 'unknown', cause: 'FORGOTTEN' };

/** The `cause` when too few home replicas answer: until they do, no node can serve the key. */
export const NO_QUORUM = 'NO_QUORUM';

export function isWithoutQuorum(error: unknown): error is CodedError {
  if (!(error instanceof CodedError) || error.code !== 'UNAVAILABLE') return false;
  return (error.detail as UnavailableDetail | undefined)?.cause === NO_QUORUM;
}

export function unavailable(message: string, outcome: Outcome, cause?: string): StoreError {
  return new StoreError(
    'UNAVAILABLE',
    message,
    cause === undefined ? { outcome } : { outcome, cause },
  );
}
