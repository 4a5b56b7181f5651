// Carries a trace: into a node by the header `traceparent` (W3C Trace Context), and from member to member as the
// request id of each message, `<trace>-<span>`.
import {
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const ID = /^(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})$/;

/** The caller's context; the root context when there is none. */
export function contextOfHeader(header: string | string[] | undefined): Context {
  const [, traceId, spanId, flags] = (typeof header === 'string' && TRACEPARENT.exec(header)) || [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return remote({
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED,
  });
}

/** The id of a request as a context; `undefined` for one that is not traced. */
export function contextOfId(id: string | undefined): Context | undefined {
  const [, traceId, spanId] = (id !== undefined && ID.exec(id)) || [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return remote({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });
}

/** @returns `undefined` for a span that is not recorded: its children are not traced either */
export function idOfSpan({ traceId, spanId, traceFlags }: SpanContext): string | undefined {
  return (traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : `${traceId}-${spanId}`;
}

function remote(context: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { ...context, isRemote: true });
}
