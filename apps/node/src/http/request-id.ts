// The id of a request: the caller's own if it is harmless, else that of its trace, else a new one.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const HARMLESS = /^[A-Za-z0-9._-]{1,64}$/;
/** W3C Trace Context, section 3.2: version, trace, the caller's span, flags; all zeros mean none. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/;

/** Returns a source of ids that no two processes share. */
export function requestIds(): (request: Pick<IncomingMessage, 'headers'>) => string {
  const prefix = randomBytes(6).toString('hex');
  let count = 0;
  return ({ headers }) => {
    const given = headers['x-request-id'];
    if (typeof given === 'string' && HARMLESS.test(given)) return given;
    const parent = headers['traceparent'];
    const trace = typeof parent === 'string' ? TRACEPARENT.exec(parent)?.[1] : undefined;
    if (trace !== undefined) return trace;
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}
