import type { Answering } from '../exchange/exchange';
import { drainRest } from './drain-rest';
import { PROBLEM_TYPE, type Problem } from './problem';
import { PROBLEMS } from './problem-table';

/** With its encoding, which Fastify would otherwise add to any JSON type. */
const SENT_TYPE = `${PROBLEM_TYPE}; charset=utf-8`;

/** Writes a problem as the answer. */
export function sendProblem(reply: Answering, problem: Problem): void {
  const { retryAfterS } = PROBLEMS[problem.code];
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  reply.removeHeader('etag');
  if (problem.code === 'BODY_TOO_LARGE') drainRest(reply);
  void reply
    .code(problem.status)
    .header('x-request-id', problem.requestId)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .type(SENT_TYPE)
    .send(JSON.stringify(problem));
}
