// Every failure of a ring operation.

/** The base of all expected failures: a code for programs, a sentence for people. */
export class CodedError<Code extends string = string> extends Error {
  constructor(
    readonly code: Code,
    message: string,
    /** Facts that travel with the code, for example the better next hop of `NOT_OWNER`. */
    readonly detail?: unknown,
  ) {
    super(message);
    this.name = 'CodedError';
  }
}

/**
 * - `UNREACHABLE`, `TIMEOUT`, `BUSY`: the peer does not answer now.
 * - `INCOMPATIBLE`: other bits, hash or protocol version. `WRONG_RECEIVER`: another node answers there.
 * - `MALFORMED`, `UNKNOWN_MESSAGE`: the peer cannot read the message.
 * - `NOT_MEMBER`: the peer is not in a ring (not yet, or no longer). `PENDING`: it is changing its pointers; ask again.
 * - `NOT_ALONE`: an invited peer already has a ring of several nodes.
 * - `LOOKUP_FAILED`: no owner within the bounds. `DEADLINE`: the operation ran out of time.
 * - `JOIN_FAILED`: the peers could not be brought into one ring; detail is a JoinReport.
 * - `REFUSED`: the address may not be contacted. `INTERNAL`: a defect of the peer.
 */
export const CHORD_ERROR_CODES = [
  'UNREACHABLE',
  'TIMEOUT',
  'BUSY',
  'INCOMPATIBLE',
  'WRONG_RECEIVER',
  'MALFORMED',
  'UNKNOWN_MESSAGE',
  'NOT_MEMBER',
  'PENDING',
  'NOT_ALONE',
  'LOOKUP_FAILED',
  'DEADLINE',
  'JOIN_FAILED',
  'REFUSED',
  'INTERNAL',
] as const;
export type ChordErrorCode = (typeof CHORD_ERROR_CODES)[number];

export class ChordError extends CodedError<ChordErrorCode> {}

/** The code of a failure, `INTERNAL` for anything that is not a coded one. */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : 'INTERNAL';
}

/**
 * True for an error without a code and for `INTERNAL`: a defect, here or at the called peer, that a retry meets again.
 */
export function isDefect(error: unknown): boolean {
  return codeOf(error) === 'INTERNAL';
}

/**
 * Returns normally for a CodedError, a peer's `INTERNAL` included: the peer reports its own defect, or the failure does
 * not matter to the caller. Throws every other error again, as a defect of this process.
 */
export function unlessOwnDefect(error: unknown): void {
  if (!(error instanceof CodedError)) throw error;
}

/** The message of an `INTERNAL` answer from `address`. */
export function defectAt(address: string): string {
  return `${address} failed because of a defect of its own; its log has the reason.`;
}

/** True when the peer did not answer at all; false when it refused. */
export function isSilence(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'UNREACHABLE' || code === 'TIMEOUT';
}
