// The interface between the handlers of values and a request with its answer, implemented by Fastify and by the
// shortcut.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request whose head has been read. */
export interface Asked {
  readonly id: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The content type as the client declared it. */
  readonly declaredType: string | undefined;
}

/** An answer in preparation: status and headers first, then it is sent. */
export interface Answering {
  code(status: number): Answering;
  header(name: string, value: string): Answering;
  removeHeader(name: string): unknown;
  type(contentType: string): Answering;
  send(payload?: Buffer | string): unknown;
  /** True when nothing can be added any more. */
  readonly sent: boolean;
  readonly request: { readonly raw: IncomingMessage };
  readonly raw: ServerResponse;
}
