// Why a member does not start, or does not answer.
import { CodedError } from '@chord-dht/chord';

/**
 * - `CONFIGURATION`: an option is wrong for this machine or this ring. `DATA_LOCKED`: another process uses the data
 *   directory. `DATA_UNUSABLE`: it cannot be read or written, or holds something else.
 */
export type StartErrorCode = 'CONFIGURATION' | 'DATA_LOCKED' | 'DATA_UNUSABLE';

/** A reason not to start that a person can mend; its message says how. */
export class StartError extends CodedError<StartErrorCode> {}

/** `NOT_READY`: the member starts or stops, and has done nothing; another one answers. */
export class MemberError extends CodedError<'NOT_READY'> {
  constructor(code: 'NOT_READY', message: string) {
    super(code, message, { outcome: 'not-applied' });
  }
}
