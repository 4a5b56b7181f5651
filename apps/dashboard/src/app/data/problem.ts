// Words for a failed call.
import { HttpErrorResponse } from '@angular/common/http';
import { type Problem, UNREACHABLE, answerProblem } from './answers/problem-answer';

export type { Problem } from './answers/problem-answer';

/** The problem of any thrown error. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    return {
      title: 'Something went wrong',
      detail: String(error),
      code: 'UNKNOWN',
      status: 0,
      requestId: null,
    };
  }
  if (error.status === 0) return UNREACHABLE;
  return answerProblem(error.status, error.statusText, error.error);
}
