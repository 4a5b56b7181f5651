// Detects an SDK of OpenTelemetry that was loaded with the node (`node --import ./tracing.mjs main.mjs`). Without
// one, nothing of this folder is on the path of a request.
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
