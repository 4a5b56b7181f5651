import { startTestNode, type TestNode } from '../testing/test-node';
import { createDocument } from './document';
import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'put', 'post', 'delete', 'head'] as const;
/** Must not be called while other requests run. */
const ENDS = new Set(['/dht/leave', '/shutdown', '/api/v1/ring/leave', '/dht/flush']);

const ENDLESS = new Set(['/api/v1/events', '/api/v1/watch']);

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: string; required?: boolean }[];
  readonly responses: readonly string[];
  readonly summary: string | undefined;
  readonly tags: readonly string[];
  readonly takesBody: boolean;
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: (operation.parameters ?? []) as Operation['parameters'],
        responses: Object.keys(operation.responses),
        summary: operation.summary,
        tags: operation.tags ?? [],
        takesBody: operation.requestBody !== undefined,
      };
    }),
  );
}

const GARBAGE_SEGMENTS = [
  'x',
  '%00',
  '%FF',
  '%',
  'k'.repeat(1_100),
  '..%2F..%2Fetc%2Fpasswd',
  '%F0%9F%92%A9',
];
const GARBAGE_QUERIES = [
  '',
  '?',
  '?id=-1&addr=::&limit=1e9&cursor=%00&ttl=-5&from=%FF&after=x',
  '?id=a&id=b&addr=a&addr=b',
  '?prefix=%00',
  '?__proto__[x]=1',
];
const GARBAGE_BODIES = [
  Buffer.alloc(0),
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.from('{"peers":[null,1,"a"]}'),
  Buffer.from('http://x'),
  Buffer.alloc(70_000, 'x'),
];
const GARBAGE_HEADERS: Record<string, string>[] = [
  {},
  {
    'if-match': '"',
    'if-none-match': 'x',
    'content-type': 'a/b;;',
    'last-event-id': '-1',
    'x-request-id': 'a b',
  },
];

describe("the API's description", () => {
  let node: TestNode;
  let document: OpenAPIObject;
  let operations: Operation[];
  beforeAll(async () => {
    node = await startTestNode({ config: { callTimeoutMs: 300, joinDeadlineMs: 1_000 } });
    document = createDocument(node.app.nest);
    operations = operationsOf(document);
  });

  it('is served as it is', async () => {
    expect((await node.get('/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('names every endpoint of the plain-text API and of the JSON API', () => {
    expect(operations.map(({ name }) => name).sort()).toMatchSnapshot();
  });

  it('describes every operation, with its tag and its failures', () => {
    for (const { name, summary, tags, responses } of operations) {
      expect([name, summary]).toEqual([name, expect.stringMatching(/.{5}/)]);
      expect([name, tags]).toEqual([name, [expect.any(String)]]);
      expect(responses).toEqual(expect.arrayContaining(['421', '503']));
    }
    const ids = METHODS.flatMap((method) =>
      Object.values(document.paths).flatMap((item) => item[method]?.operationId ?? []),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every parameter of a path', () => {
    for (const { name, path, parameters } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const described = parameters
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => parameter.name);
      expect([name, described]).toEqual([name, inPath]);
    }
  });

  it('refers only to what it defines', () => {
    const text = JSON.stringify(document);
    for (const [, section = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      const components = document.components as Record<string, Record<string, unknown>>;
      expect(components[section]).toHaveProperty(name);
    }
  });

  it('describes the authentication of clients and browsers', () => {
    expect(document.components?.securitySchemes).toMatchObject({
      token: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie' },
    });
    expect(document.security).toEqual([{}, { token: [] }, { session: [] }]);
  });

  it('has no route of the server missing, but for files and documents', async () => {
    const served = ['/', '/docs', '/openapi.json'];
    for (const path of served) expect([200, 503]).toContain((await node.get(path)).status);
  });

  it('keeps its word on garbage: only documented answers, problems for failures, and the node goes on', async () => {
    for (const operation of operations) {
      if (ENDS.has(operation.path) || ENDLESS.has(operation.path)) continue;
      const segments = operation.path.includes('{') ? GARBAGE_SEGMENTS : [''];
      for (const [turn, segment] of segments.entries()) {
        const query = GARBAGE_QUERIES[turn % GARBAGE_QUERIES.length] ?? '';
        for (const [index, headers] of GARBAGE_HEADERS.entries()) {
          const path = `${operation.path.replace(/\{\w+\}/, segment)}${query}`;
          const body = GARBAGE_BODIES[(turn + index) % GARBAGE_BODIES.length];
          const sends = operation.takesBody && body !== undefined;
          const answer = await node.ask(operation.method, path, {
            headers,
            ...(sends ? { body } : {}),
          });
          const what = `${operation.name} as ${path.slice(0, 60)}`;
          const documented = [...operation.responses, '400'].includes(String(answer.status));
          expect([what, answer.status, documented]).toEqual([what, answer.status, true]);
          expect([what, answer.status]).not.toEqual([what, 500]);
          if (
            answer.status >= 400 &&
            operation.method !== 'HEAD' &&
            answer.text !== '' &&
            !answer.text.startsWith('<!doctype')
          ) {
            expect(answer.json()).toMatchObject({
              status: answer.status,
              code: expect.stringMatching(/^[A-Z_]+$/),
            });
            expect(answer.text).not.toMatch(/node_modules|\.[jt]s:\d|\bat .+:\d+:\d+/);
          }
        }
      }
    }
    expect((await node.get('/health/ready')).status).toBe(200);
  });
});
