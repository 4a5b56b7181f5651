// The reasons why a member does not start, or does not answer.
import { CodedError } from '@chord-dht/chord';

/**
 * - `CONFIGURATION`: an option is wrong for this machine or this ring. `DATA_LOCKED`: another process uses the data
 *   directory. `DATA_UNUSABLE`: the directory cannot be read or written, or has other content.
 */
export type StartErrorCode = 'CONFIGURATION' | 'DATA_LOCKED' | 'DATA_UNUSABLE';

/** A start failure that an operator can correct; its message says how. */
export class StartError extends CodedError<StartErrorCode> {}

/** `NOT_READY`: the member is starting or stopping; the operation had no effect, and another member can serve it. */
export class MemberError extends CodedError<'NOT_READY'> {
  constructor(code: 'NOT_READY', message: string) {
    super(code, message, { outcome: 'not-applied' });
  }
}
