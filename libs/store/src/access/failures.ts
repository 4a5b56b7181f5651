// Knows what a failed attempt means for the operation: whether another may help, and whether a write may have happened.
import { CodedError, codeOf, isSilence } from '@chord-dht/chord';

/** The answer is definite: another attempt would be answered the same. */
const FINAL: ReadonlySet<string> = new Set([
  'PRECONDITION_FAILED',
  'MALFORMED_CONDITION',
  'KEY_INVALID',
  'KEY_TOO_LARGE',
  'VALUE_TOO_LARGE',
  'STORAGE_FULL',
  'CORRUPT',
  'MALFORMED',
  'UNKNOWN_MESSAGE',
]);

export function isFinal(error: unknown): boolean {
  return FINAL.has(codeOf(error));
}

/** True when the node that was asked may have done what it was asked, now or later. */
export function mayHaveHappened(error: unknown): boolean {
  if (isSilence(error) || codeOf(error) === 'INTERNAL') return true;
  const detail =
    error instanceof CodedError ? (error.detail as { outcome?: unknown } | undefined) : undefined;
  return codeOf(error) === 'UNAVAILABLE' && detail?.outcome !== 'not-applied';
}
