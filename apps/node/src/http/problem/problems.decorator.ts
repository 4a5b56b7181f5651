// OpenAPI descriptions of an endpoint's error answers, from the table that answers them.
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from './problem.dto';
import { PROBLEM_TYPE, problemOf, type Problem } from './problem';
import { PROBLEMS, type ErrorCode } from './problem-table';

/** Failures of every endpoint. */
const EVERYWHERE: readonly ErrorCode[] = [
  'FOREIGN_HOST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
  'NOT_READY',
  'OVERLOADED',
  'HANDLER_DEADLINE',
  'DEFECT',
];

type Decorate = MethodDecorator & ClassDecorator;

/** Documents these failures and those of every endpoint, grouped by status. */
export function Problems(...codes: readonly ErrorCode[]): Decorate {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...codes, ...EVERYWHERE])) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answers = [...byStatus].sort(([a], [b]) => a - b).map(([status, of]) => answer(status, of));
  return applyDecorators(ApiExtraModels(ProblemDto), ...answers);
}

/** One example for every code; the endpoints refer to them. */
export function problemExamples(): Record<string, { value: Problem }> {
  const codes = Object.keys(PROBLEMS) as ErrorCode[];
  return Object.fromEntries(
    codes.map((code) => [
      code,
      { value: problemOf(code, `${PROBLEMS[code].title}.`, '5f3a9c01b2d4-1') },
    ]),
  );
}

/** Most endpoints share most of them: made once each, they cost the start of a node little. */
const made = new Map<string, Decorate>();

function answer(status: number, codes: readonly ErrorCode[]): Decorate {
  const name = codes.join(' ');
  const known = made.get(name) ?? describe(status, codes);
  made.set(name, known);
  return known;
}

function describe(status: number, codes: readonly ErrorCode[]): Decorate {
  const examples = Object.fromEntries(
    codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
  );
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
    content: { [PROBLEM_TYPE]: { schema: { $ref: getSchemaPath(ProblemDto) }, examples } },
  });
}
