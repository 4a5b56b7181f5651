// The failures of a request outside of the ring and the store.
import { CodedError } from '@chord-dht/chord';

/**
 * - `BAD_*`: this part of the request cannot be read. `NOT_FOUND`: no such path; `KEY_NOT_FOUND`: no value under the
 *   key; `UNKNOWN_MEMBER`: no member of that id or address.
 * - `UNSUPPORTED_CODING`, `UNSUPPORTED_TRANSFER`: the body is compressed.
 *   `EXPECTATION_FAILED`: `Expect` asks for something that no node does.
 * - `FOREIGN_HOST`, `FOREIGN_ORIGIN`: a browser sent the request for a page of another site.
 * - `UNAUTHENTICATED`: no token, or none of this node. `FORBIDDEN`: the token does not allow this.
 * - `TOO_MANY_STREAMS`, `TOO_MANY_REQUESTS`: of all clients, or of this one.
 * - `NOT_READY`: the node starts or stops. `OVERLOADED`: it has too much to do, and has not begun with this.
 *   `HANDLER_DEADLINE`: the answer took too long. `NO_BACKUP`, `NO_RECOVERY`: this node makes none now.
 * - `DEFECT`: a failure of the node itself.
 */
export const HTTP_ERROR_CODES = [
  'BAD_REQUEST',
  'BAD_URL',
  'BAD_ADDRESS',
  'BAD_ID',
  'BAD_QUERY',
  'BAD_BODY',
  'BAD_HEADER',
  'UNSUPPORTED_CODING',
  'UNSUPPORTED_TRANSFER',
  'EXPECTATION_FAILED',
  'NOT_FOUND',
  'KEY_NOT_FOUND',
  'UNKNOWN_MEMBER',
  'METHOD_NOT_ALLOWED',
  'FOREIGN_HOST',
  'FOREIGN_ORIGIN',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BODY_TOO_LARGE',
  'URI_TOO_LONG',
  'HEADERS_TOO_LARGE',
  'REQUEST_TIMEOUT',
  'TOO_MANY_STREAMS',
  'TOO_MANY_REQUESTS',
  'NOT_READY',
  'OVERLOADED',
  'NO_BACKUP',
  'NO_RECOVERY',
  'HANDLER_DEADLINE',
  'DEFECT',
] as const;
export type HttpErrorCode = (typeof HTTP_ERROR_CODES)[number];

export class HttpError extends CodedError<HttpErrorCode> {}
