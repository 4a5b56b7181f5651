// Knows whether somebody wants traces: whoever starts the node with an SDK of OpenTelemetry, with an exporter of their
// choice (`node --import ./tracing.mjs main.mjs`). Without one nothing of this folder is on the way of a request.
import { ProxyTracerProvider, trace, type Tracer } from '@opentelemetry/api';
import { VERSION } from '../config/version';

const NAME = 'chord-dht';

/** @returns `undefined` when no SDK has been registered */
export function findTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(NAME, VERSION)
    : provider.getTracer(NAME, VERSION);
}
