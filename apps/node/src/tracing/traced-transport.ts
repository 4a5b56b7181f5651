// The spans of calls between members for a traced request: one at the caller, one at the callee.
import {
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type {
  Address,
  Envelope,
  EnvelopeHandler,
  FrameDone,
  FrameHandler,
  FrameLane,
  FrameOptions,
  IncomingFrame,
  Pieces,
  ReplyEnvelope,
  Transport,
} from '@chord-dht/chord';
import { contextOfId } from './trace-context';

/** The name for messages of the store, whose kinds the transport cannot read. */
const BYTES = 'chord.bytes';

export class TracedTransport implements Transport {
  readonly frames: FrameLane | undefined;

  constructor(
    private readonly inner: Transport,
    private readonly tracer: Tracer,
  ) {
    const { frames } = inner;
    this.frames = frames && {
      call: (to, from, bytes, options, done) =>
        this.callBytes(frames, to, from, bytes, options, done),
      serve: (handler) => frames.serve((frame) => this.frame(frame, handler)),
    };
  }

  async request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    const span = this.span(SpanKind.CLIENT, envelope.type, envelope.trace, {
      'server.address': to,
    });
    if (!span) return this.inner.request(to, envelope, timeoutMs);
    try {
      return ended(span, await this.inner.request(to, envelope, timeoutMs));
    } catch (error) {
      fail(span, error);
      throw error;
    }
  }

  serve(handler: EnvelopeHandler): void {
    this.inner.serve(async (envelope) => {
      const from = { 'client.address': envelope.from.address };
      const span = this.span(SpanKind.SERVER, envelope.type, envelope.trace, from);
      return span ? ended(span, await handler(envelope)) : handler(envelope);
    });
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private callBytes(
    frames: FrameLane,
    to: Address,
    from: Address,
    bytes: Pieces,
    options: FrameOptions,
    done: FrameDone,
  ): void {
    const span = this.span(SpanKind.CLIENT, BYTES, options.trace, { 'server.address': to });
    if (!span) return frames.call(to, from, bytes, options, done);
    frames.call(to, from, bytes, options, (error, reply) => {
      if (error) fail(span, error);
      else span.end();
      done(error, reply);
    });
  }

  private frame(frame: IncomingFrame, handler: FrameHandler): void {
    const span = this.span(SpanKind.SERVER, BYTES, frame.trace, { 'client.address': frame.from });
    if (!span) return handler(frame);
    handler({
      ...frame,
      reply: (bytes) => {
        span.end();
        frame.reply(bytes);
      },
      refuse: (code, message, detail) => {
        fail(span, { code, message });
        frame.refuse(code, message, detail);
      },
    });
  }

  private span(
    kind: SpanKind,
    name: string,
    id: string | undefined,
    attributes: Attributes,
  ): Span | undefined {
    const parent = contextOfId(id);
    return parent && this.tracer.startSpan(name, { kind, attributes }, parent);
  }
}

function ended(span: Span, reply: ReplyEnvelope): ReplyEnvelope {
  if (reply.ok) span.end();
  else fail(span, reply);
  return reply;
}

function fail(span: Span, reason: unknown): void {
  const { code, message } = reason as { code?: string; message?: string };
  if (code !== undefined) span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
  span.end();
}
