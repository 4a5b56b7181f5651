import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { createLogger } from '../log/logger';
import { startTestNode, startTestRing, until, type TestNode } from '../testing/test-node';
import { findTracer } from './tracer';

interface Kept {
  name: string;
  readonly kind: SpanKind | undefined;
  readonly attributes: Attributes;
  readonly own: SpanContext;
  readonly parent: SpanContext | undefined;
  status: SpanStatusCode;
}

/** Keeps the spans that have ended, as an SDK does. */
class Keeper {
  readonly spans: Kept[] = [];
  private count = 0;

  readonly tracer: Tracer = {
    startSpan: (name: string, options: SpanOptions = {}, context: Context = ROOT_CONTEXT): Span => {
      const parent = trace.getSpanContext(context);
      const number = (this.count += 1).toString(16);
      const traceId = parent?.traceId ?? number.padStart(32, 'a');
      const traceFlags = parent?.traceFlags ?? TraceFlags.SAMPLED;
      const own = { traceId, spanId: number.padStart(16, 'b'), traceFlags };
      const attributes: Attributes = { ...options.attributes };
      const kept: Kept = { name, kind: options.kind, attributes, own, parent, status: 0 };
      const span = {
        spanContext: () => own,
        setAttribute: (key: string, value: string) => ((attributes[key] = value), span),
        setStatus: ({ code }: { code: SpanStatusCode }) => ((kept.status = code), span),
        updateName: (to: string) => ((kept.name = to), span),
        end: () => void (own.traceFlags === TraceFlags.SAMPLED && this.spans.push(kept)),
      };
      return span as unknown as Span;
    },
    startActiveSpan: () => {
      throw new Error('nothing here has a current span');
    },
  };

  named(name: string): Kept[] {
    return this.spans.filter((span) => span.name === name);
  }
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

it('without an SDK there is no tracer, and an id is the one that the client sent', async () => {
  expect(findTracer()).toBeUndefined();
  const node = await startTestNode();
  const { headers } = await node.get('/db/key', { 'x-request-id': 'mine' });
  expect(headers['x-request-id']).toBe('mine');
});

describe('with an SDK', () => {
  const keeper = new Keeper();
  const written: string[] = [];
  let nodes: TestNode[];

  beforeAll(async () => {
    trace.setGlobalTracerProvider({ getTracer: () => keeper.tracer });
    const write = (line: string): void => void written.push(line);
    const log = createLogger({ level: 'debug', format: 'json', write });
    nodes = await startTestRing(3, { log });
  });
  afterAll(() => trace.disable());

  const traced = { traceparent: `00-${TRACE}-${CALLER}-01` };

  it('a request is a span of its caller, named by its route and not by its key', async () => {
    const [node] = nodes as [TestNode];
    const answer = await node.put('/db/some-secret-key', 'value', traced);
    await until(() => keeper.named('PUT /db/:key').length === 1);
    const [span] = keeper.named('PUT /db/:key') as [Kept];
    expect(span).toMatchObject({
      kind: SpanKind.SERVER,
      parent: { traceId: TRACE, spanId: CALLER },
      attributes: { 'http.request.method': 'PUT', 'http.response.status_code': 200 },
    });
    expect(answer.headers['x-request-id']).toBe(`${TRACE}-${span.own.spanId}`);
    expect(JSON.stringify(keeper.spans)).not.toContain('some-secret-key');
  });

  it('what members say about it are spans of it, at both ends', async () => {
    const [request] = keeper.named('PUT /db/:key') as [Kept];
    const ofRequest = (): Kept[] =>
      keeper.spans.filter(({ parent }) => parent?.spanId === request.own.spanId);
    for (const kind of [SpanKind.CLIENT, SpanKind.SERVER])
      await until(() => ofRequest().some((span) => span.kind === kind));
    for (const span of ofRequest()) expect(span.own.traceId).toBe(TRACE);
    const addresses = nodes.map(({ address }) => address);
    const calls = ofRequest().filter(({ kind }) => kind === SpanKind.CLIENT);
    for (const { attributes } of calls) expect(addresses).toContain(attributes['server.address']);
  });

  it('one that fails is marked, and one that its caller does not keep is not traced', async () => {
    const [node] = nodes as [TestNode];
    const refused = await node.get('/db/%00', traced);
    expect(refused.status).toBe(400);
    const before = keeper.spans.length;
    const unsampled = { traceparent: `00-${TRACE}-${CALLER}-00`, 'x-request-id': 'mine' };
    const { headers } = await node.get('/db/some-secret-key', unsampled);
    expect(headers['x-request-id']).toBe('mine');
    await node.get('/health/live', traced);
    await until(() => keeper.spans.length > before);
    expect(keeper.spans.slice(before).map(({ name }) => name)).toEqual(['GET /health/live']);
  });

  it('maintenance of the ring is no span', () => {
    for (const { name, parent } of keeper.spans)
      if (name.startsWith('chord.')) expect(parent).toBeDefined();
  });
});
