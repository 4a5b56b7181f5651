// The span of each client request: from its head to the end of its answer.
import { SpanKind, SpanStatusCode, type Span, type Tracer } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { PEER_PATH } from '@chord-dht/transport';
import { contextOfHeader, idOfSpan } from './trace-context';

const SERVER_ERROR = 500;

export class RequestSpans {
  private readonly spans = new WeakMap<IncomingMessage, Span>();

  constructor(
    private readonly tracer: Tracer,
    /** Creates the ids of requests that are not traced. */
    private readonly ownId: (request: IncomingMessage) => string,
  ) {}

  /** Begins the span of a request, which gives the request's id in the log and at other members. */
  readonly begin = (request: IncomingMessage): string => {
    if (request.url === PEER_PATH) return this.ownId(request);
    const { method = 'GET', headers } = request;
    const attributes = { 'http.request.method': method };
    const parent = contextOfHeader(headers['traceparent']);
    const span = this.tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
    this.spans.set(request, span);
    return idOfSpan(span.spanContext()) ?? this.ownId(request);
  };

  /** Ends them, named by their routes, as a path contains a key. */
  attach(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      // Also when the client disconnects before the answer.
      reply.raw.once('close', () => {
        const { statusCode } = reply.raw;
        this.end(request.raw, request.routeOptions.url, statusCode);
      });
      done();
    });
  }

  private end(request: IncomingMessage, route: string | undefined, status: number): void {
    const span = this.spans.get(request);
    if (!span) return;
    this.spans.delete(request);
    if (route !== undefined) {
      span.updateName(`${request.method} ${route}`);
      span.setAttribute('http.route', route);
    }
    span.setAttribute('http.response.status_code', status);
    if (status >= SERVER_ERROR) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}
