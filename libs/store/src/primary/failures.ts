// The meaning of a failed attempt for the operation: whether another can help, and whether a write may have happened.
import { ChordError, CodedError, codeOf, isSilence } from '@chord-dht/chord';
import { FORGOTTEN, type Outcome, type UnavailableDetail } from '../base/errors';

/** The answer is definite: another attempt would be answered the same. */
const FINAL: ReadonlySet<string> = new Set([
  'PRECONDITION_FAILED',
  'MALFORMED_CONDITION',
  'OTHER_REQUEST',
  'KEY_INVALID',
  'KEY_TOO_LARGE',
  'VALUE_TOO_LARGE',
  'STORAGE_FULL',
  'CORRUPT',
  'MALFORMED',
  'UNKNOWN_MESSAGE',
]);

export function isFinal(error: unknown): boolean {
  return FINAL.has(codeOf(error)) || detailOf(error).cause === FORGOTTEN.cause;
}

/** True when the node that was asked may have done what it was asked, now or later. */
export function mayHaveHappened(error: unknown): boolean {
  if (isSilence(error)) return true;
  return codeOf(error) === 'UNAVAILABLE' && detailOf(error).outcome !== 'not-applied';
}

/** What the caller of an operation is told of a defect at the node that was asked. */
export function defectOf(error: unknown, outcome: Outcome): unknown {
  // One of our own goes to whoever logs it, with its stack.
  if (!(error instanceof CodedError)) return error;
  return new ChordError('INTERNAL', error.message, { outcome });
}

function detailOf(error: unknown): { readonly outcome?: unknown; readonly cause?: unknown } {
  return (
    (error instanceof CodedError ? (error.detail as UnavailableDetail | undefined) : undefined) ??
    {}
  );
}
