// The details of an answer that a test did not expect.
import type { Answer } from './http';

const BODY_SHOWN = 2_000;

type Asking = Answer | Promise<Answer>;

/**
 * The answer, which has one of these statuses.
 * @throws an error that says what was asked, what was answered, and what the node wrote last
 */
export function answered(asking: Asking, ...statuses: readonly number[]): Promise<Answer> {
  return expectOneOf(statuses, asking, answered);
}

/** The text of an answer, whose status is 200. @throws as `answered` */
export async function textOf(asking: Asking): Promise<string> {
  return (await expectOneOf([200], asking, textOf)).text;
}

/** @param from an error shows the line that has called this, and not one of here */
async function expectOneOf(
  statuses: readonly number[],
  asking: Asking,
  from: (asking: Asking) => Promise<unknown>,
): Promise<Answer> {
  const caller: { stack?: string } = {};
  Error.captureStackTrace(caller, from);
  const answer = await asking;
  if (statuses.includes(answer.status)) return answer;
  const error = new Error(`${statuses.join(' or ')} was expected: ${described(answer)}`);
  error.stack = `Error: ${error.message}\n${caller.stack?.replace(/^[^\n]*\n/, '') ?? ''}`;
  throw error;
}

/** What was asked, and all that was answered. */
export function described({ asked, status, headers, text, logTail }: Answer): string {
  const retryAfter = headers['retry-after'];
  const later = retryAfter === undefined ? '' : `, Retry-After ${retryAfter}`;
  const log = logTail ? `\n${logTail()}` : '';
  return `${asked} was answered ${status}${later}\n${text.slice(0, BODY_SHOWN)}${log}`;
}
