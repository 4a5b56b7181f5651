// What a handler of values needs of a request and its answer, from Fastify or from the shortcut.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request whose head is read. */
export interface Asked {
  readonly id: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The content type as the client declared it. */
  readonly declaredType: string | undefined;
}

/** An answer that is put together: status and fields first, and then it is sent. */
export interface Answering {
  code(status: number): Answering;
  header(name: string, value: string): Answering;
  removeHeader(name: string): unknown;
  type(contentType: string): Answering;
  send(payload?: Buffer | string): unknown;
  /** Nothing can be added to it any more. */
  readonly sent: boolean;
  readonly request: { readonly raw: IncomingMessage };
  readonly raw: ServerResponse;
}
