// Arranges the OpenAPI document for Swagger UI: first steps first, dangerous operations apart, and each error once
// instead of in ten blocks under each operation.
import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head'] as const;

const FIRST = {
  name: 'Start here',
  description: 'Join nodes to a ring, put a value, get it anywhere',
};
const DANGER = {
  name: 'Stops or empties this node',
  description:
    '**Careful:** these end this process or throw its data away. “Try it out” really does it.',
};
const GROUPS: Readonly<Record<string, string>> = {
  putJoin: FIRST.name,
  putValue: FIRST.name,
  getValue: FIRST.name,
  leave: DANGER.name,
  flush: DANGER.name,
};
const ENDING = /^(?:put|post|get)(?:Leave|Shutdown)$/;

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
interface Described {
  readonly description?: string;
}

/** @param document is not changed */
export function forPeople(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => {
      const arranged = { ...item };
      for (const method of METHODS) {
        const operation = arranged[method];
        if (operation) arranged[method] = arrange(operation);
      }
      return [path, arranged];
    }),
  );
  return { ...document, paths, tags: [FIRST, ...(document.tags ?? []), DANGER] };
}

function arrange(operation: Operation): Operation {
  const id = operation.operationId ?? '';
  const group = GROUPS[id] ?? (ENDING.test(id) ? DANGER.name : undefined);
  return {
    ...operation,
    ...(group === undefined ? {} : { tags: [group] }),
    responses: withErrorsOnce(operation.responses),
  };
}

/** Lists all failures in one line each, with their common schema. */
function withErrorsOnce(responses: Operation['responses']): Operation['responses'] {
  const entries = Object.entries(responses);
  const failures = entries.filter(([status]) => Number(status) >= 400);
  const [, sample] = failures[0] ?? [];
  if (!sample || !('content' in sample) || !sample.content) return responses;
  const lines = failures.map(
    ([status, response]) => `- ${status} ${(response as Described).description ?? ''}`,
  );
  const content = Object.fromEntries(
    Object.entries(sample.content).map(([type, { schema }]) => [
      type,
      { ...(schema ? { schema } : {}) },
    ]),
  );
  return {
    ...Object.fromEntries(entries.filter(([status]) => !(Number(status) >= 400))),
    default: { description: ['Errors, as problem details:', ...lines].join('\n'), content },
  };
}
