// Builds and sends an answer without Fastify, for requests with a known route.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answering } from './exchange';

const NO_CONTENT = new Set([204, 304]);
/** A body up to this size leaves in one piece with the head, as characters of one byte: that costs less than two pieces. */
const JOINED_BYTES_MAX = 4_096;

export class PlainReply implements Answering {
  /** The size of the body that was sent. */
  bytes = 0;
  private status = 200;
  /** Names and values alternate; no name occurs twice. */
  private readonly fields: string[] = [];

  constructor(
    readonly request: { readonly raw: IncomingMessage },
    readonly raw: ServerResponse,
  ) {}

  get sent(): boolean {
    return this.raw.headersSent;
  }

  code(status: number): this {
    this.status = status;
    return this;
  }

  /** @param name in lower case */
  header(name: string, value: string): this {
    const { fields } = this;
    for (let index = 0; index < fields.length; index += 2) {
      if (fields[index] !== name) continue;
      fields[index + 1] = value;
      return this;
    }
    fields.push(name, value);
    return this;
  }

  removeHeader(name: string): void {
    const index = this.fields.indexOf(name);
    if (index >= 0) this.fields.splice(index, 2);
  }

  type(contentType: string): this {
    return this.header('content-type', contentType);
  }

  /** Sends once: a second answer, after one at the deadline, is dropped. */
  send(payload: Buffer | string = ''): void {
    const { raw, status, fields } = this;
    if (this.sent) return;
    this.bytes = Buffer.byteLength(payload);
    if (!NO_CONTENT.has(status)) this.header('content-length', String(this.bytes));
    raw.writeHead(status, fields);
    if (typeof payload === 'string') raw.end(payload);
    else if (this.bytes > JOINED_BYTES_MAX) raw.end(payload);
    else raw.end(payload.toString('latin1'), 'latin1');
  }
}
