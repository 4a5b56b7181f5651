// Turns every error that is thrown while a request is served into its answer.
import {
  Catch,
  HttpException,
  Inject,
  Injectable,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Defects } from '../log/defects';
import { LOGGER, type Logger } from '../log/logger';
import { RouteTable } from './route-table';
import { tooLarge } from './too-large';
import { codeOfForeign } from './problem/foreign-code';
import { PROBLEMS } from './problem/problem-table';
import { problemOf, type Problem } from './problem/problem';
import { sendProblem } from './problem/send-problem';
import { problemOfDefect, problemOfRule } from './problem/thrown';

/** Answers an unknown path with a page where a person has opened it; `false` where a program has. */
export type AnswerPerson = (request: FastifyRequest, reply: FastifyReply) => boolean;

@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(Defects) private readonly defects: Defects,
    @Inject(RouteTable) private readonly routes: RouteTable,
    private readonly answerPerson: AnswerPerson = () => false,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const allowed = isNotFound(error) ? this.routes.methodsOf(request.raw.url ?? '/') : [];
    const problem = this.describe(error, request, allowed.length > 0);
    // Answered already, at the deadline; the failure has been logged.
    if (reply.sent) return;
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    if (allowed.length > 0 && request.method === 'OPTIONS') {
      reply.code(204).send();
      return;
    }
    if (problem.code === 'NOT_FOUND' && isNotFound(error) && this.answerPerson(request, reply)) {
      return;
    }
    sendProblem(reply, problem);
  }

  private describe(error: unknown, request: FastifyRequest, pathIsKnown: boolean): Problem {
    const id = String(request.id);
    const coded = problemOfRule(error, id, this.log);
    if (coded) return coded;
    if (isNotFound(error)) {
      return pathIsKnown
        ? problemOf(
            'METHOD_NOT_ALLOWED',
            `${request.method} is not allowed at this path; the header Allow lists the methods that are`,
            id,
          )
        : describeUnknownPath(request, id);
    }
    const code = codeOfForeign(error);
    const { method, routeOptions } = request;
    if (code === 'BODY_TOO_LARGE')
      return problemOf(code, tooLarge(routeOptions.bodyLimit ?? 0), id);
    if (code) return problemOf(code, PROBLEMS[code].title, id);
    return problemOfDefect(error, { id, method, route: routeOptions.url }, this.defects);
  }
}

const EMPTY_KEY_PATH = /^\/(db|db\/path|api\/v1\/keys|api\/v1\/lookups)\/(\?|$)/;

function describeUnknownPath(request: FastifyRequest, requestId: string): Problem {
  return EMPTY_KEY_PATH.test(request.raw.url ?? '')
    ? problemOf('KEY_INVALID', 'The key is empty; give at least one character', requestId)
    : problemOf('NOT_FOUND', hintFor(request.raw.url ?? '/'), requestId);
}

/** The part of a path before a key. */
const KEY_PATH = /^(\/(?:db(?:\/path)?|api\/v1\/(?:keys|lookups))\/)([^?#]*\/[^?#]*)/;

function hintFor(url: string): string {
  const [, before, key] = KEY_PATH.exec(url) ?? [];
  if (before === undefined || key === undefined)
    return 'There is nothing at this path; /docs lists the paths that exist';
  const written = `${before}${key.replaceAll('/', '%2F')}`;
  return `A slash inside a key has to be written as %2F: ${written.slice(0, 300)}`;
}

function isNotFound(error: unknown): boolean {
  return error instanceof HttpException && error.getStatus() === 404;
}
