// Knows how everything that is thrown while a request is served becomes its answer.
import {
  Catch,
  HttpException,
  Inject,
  Injectable,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, type Logger } from '../../log/logger';
import { RouteTable } from '../route-table';
import { codeOfForeign } from './foreign-code';
import { PROBLEMS } from './problem-table';
import { problemOf, problemOfError, type Problem } from './problem';
import { sendProblem } from './send-problem';

@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(RouteTable) private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const allowed = isNotFound(error) ? this.routes.methodsOf(request.raw.url ?? '/') : [];
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    if (allowed.length > 0 && request.method === 'OPTIONS') {
      reply.code(204).send();
      return;
    }
    sendProblem(reply, this.describe(error, request, allowed.length > 0));
  }

  private describe(error: unknown, request: FastifyRequest, pathIsKnown: boolean): Problem {
    const id = String(request.id);
    const coded = problemOfError(error, id);
    if (coded) return coded;
    if (isNotFound(error)) {
      return pathIsKnown
        ? problemOf('METHOD_NOT_ALLOWED', `${request.method} is not known here; see Allow`, id)
        : describeUnknownPath(request, id);
    }
    const code = codeOfForeign(error);
    if (code) return problemOf(code, PROBLEMS[code].title, id);
    this.log.error('request-failed', { requestId: id, method: request.method, error });
    return problemOf('DEFECT', 'An unexpected fault; the log of the node tells more', id);
  }
}

const EMPTY_KEY_PATH = /^\/(db|db\/path|api\/v1\/keys|api\/v1\/lookups)\/(\?|$)/;

function describeUnknownPath(request: FastifyRequest, requestId: string): Problem {
  return EMPTY_KEY_PATH.test(request.raw.url ?? '')
    ? problemOf('KEY_INVALID', 'The key is empty; give at least one character', requestId)
    : problemOf('NOT_FOUND', 'See /docs for the paths that there are', requestId);
}

function isNotFound(error: unknown): boolean {
  return error instanceof HttpException && error.getStatus() === 404;
}
