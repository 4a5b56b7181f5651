// Classifies a failure: a coded one is reported to the client, any other is a defect and is logged.
import type { Defects } from '../../log/defects';
import type { Logger } from '../../log/logger';
import { problemOf, problemOfError, type Problem } from './problem';

/** The request that failed. */
export interface FailedRequest {
  readonly id: string;
  readonly method: string;
  /** The path of its route, in the router's syntax. */
  readonly route: string | undefined;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const DEFECT_DETAIL =
  'This node failed because of a defect of its own; its log has the reason under this requestId';

/** @returns `undefined` for a defect */
export function problemOfRule(error: unknown, id: string, log: Logger): Problem | undefined {
  const problem = problemOfError(error, id);
  if (problem?.code === 'INTERNAL')
    log.warn('peer-defect', { requestId: id, message: problem.detail });
  return problem;
}

export function problemOfDefect(error: unknown, failed: FailedRequest, defects: Defects): Problem {
  const { id, method, route } = failed;
  defects.report(error, { where: 'request', requestId: id, method, route });
  const problem = problemOf('DEFECT', DEFECT_DETAIL, id);
  return READS.has(method) ? problem : { ...problem, outcome: 'unknown' };
}
