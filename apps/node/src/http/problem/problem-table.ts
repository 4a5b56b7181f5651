// The HTTP status of every failure. The type makes it exhaustive: a new code without a line here does not compile.
import type { ChordErrorCode } from '@chord-dht/chord';
import type { StoreErrorCode } from '@chord-dht/store';
import type { HttpErrorCode } from './http-error';

export type ErrorCode = ChordErrorCode | StoreErrorCode | HttpErrorCode;

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Seconds after which a client may try again. */
  readonly retryAfterS?: number;
}

const soon = { retryAfterS: 1 } as const;

export const PROBLEMS: Readonly<Record<ErrorCode, ProblemKind>> = {
  // Failures of the ring.
  UNREACHABLE: { status: 502, title: 'The peer cannot be reached' },
  TIMEOUT: { status: 504, title: 'The peer did not answer in time' },
  BUSY: { status: 503, title: 'The peer has too much to do', ...soon },
  INCOMPATIBLE: { status: 409, title: 'The peer belongs to a ring of other parameters' },
  WRONG_RECEIVER: { status: 409, title: 'Another node answers at that address' },
  MALFORMED: { status: 502, title: 'The peer sent something that cannot be understood' },
  UNKNOWN_MESSAGE: { status: 502, title: 'The peer does not know this message' },
  NOT_MEMBER: { status: 503, title: 'The node is not a member of a ring', ...soon },
  PENDING: { status: 503, title: 'The neighbours are changing', ...soon },
  NOT_ALONE: { status: 409, title: 'The peer has a ring of its own' },
  LOOKUP_FAILED: { status: 503, title: 'The owner could not be found', ...soon },
  DEADLINE: { status: 504, title: 'The operation ran out of time' },
  JOIN_FAILED: { status: 502, title: 'Not all peers could be joined' },
  REFUSED: { status: 422, title: 'This address may not be contacted' },
  INTERNAL: { status: 500, title: 'The peer failed' },
  // Failures of the store.
  NOT_OWNER: { status: 503, title: 'The owner of the key is changing', ...soon },
  PRECONDITION_FAILED: { status: 412, title: 'The precondition does not hold' },
  MALFORMED_CONDITION: { status: 400, title: 'The precondition cannot be understood' },
  OTHER_REQUEST: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  KEY_TOO_LARGE: { status: 413, title: 'The key is too long' },
  VALUE_TOO_LARGE: { status: 413, title: 'The value is too large' },
  KEY_INVALID: { status: 400, title: 'The key is not valid' },
  UNAVAILABLE: { status: 503, title: 'The key cannot be served now', ...soon },
  STORAGE_FULL: { status: 507, title: 'The disk takes no more' },
  CORRUPT: { status: 503, title: 'The stored value is damaged', retryAfterS: 5 },
  SEALED: { status: 503, title: 'The home replicas of the key are changing', ...soon },
  OTHER_VIEW: { status: 503, title: 'The home replicas of the key are changing', ...soon },
  OTHER_DISK: { status: 503, title: 'The home replicas of the key are changing', ...soon },
  DRAINING: { status: 503, title: 'The node is stopping', ...soon },
  // Failures of the request.
  BAD_REQUEST: { status: 400, title: 'The request cannot be understood' },
  BAD_URL: { status: 400, title: 'The path is not percent-encoded correctly' },
  BAD_ADDRESS: { status: 400, title: 'An address is not of the form host:port' },
  BAD_ID: { status: 400, title: 'The id is not an id of this ring' },
  BAD_QUERY: { status: 400, title: 'A query parameter cannot be understood' },
  BAD_HEADER: { status: 400, title: 'A header cannot be understood or obeyed' },
  UNSUPPORTED_CODING: { status: 415, title: 'The body is encoded in a way that is not kept' },
  UNSUPPORTED_TRANSFER: { status: 501, title: 'The body is transferred in an unknown way' },
  EXPECTATION_FAILED: { status: 417, title: 'The node does not do what Expect asks for' },
  BAD_BODY: { status: 400, title: 'The body cannot be understood' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this path' },
  KEY_NOT_FOUND: { status: 404, title: 'There is no value under this key' },
  UNKNOWN_MEMBER: { status: 404, title: 'No member of the ring has this id or address' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed at this path' },
  FOREIGN_HOST: { status: 421, title: 'The request is for another host' },
  FOREIGN_ORIGIN: { status: 403, title: 'A page of another site may not change anything here' },
  UNAUTHENTICATED: { status: 401, title: 'This node asks for a token' },
  FORBIDDEN: { status: 403, title: 'The token does not allow this' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  URI_TOO_LONG: { status: 414, title: 'The path is too long' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The head of the request is too large' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request came in too slowly' },
  TOO_MANY_STREAMS: { status: 429, title: 'Too many event streams are open', retryAfterS: 5 },
  TOO_MANY_REQUESTS: { status: 429, title: 'This client asks too much', ...soon },
  NOT_READY: { status: 503, title: 'The node is not ready', ...soon },
  OVERLOADED: { status: 503, title: 'The node has too much to do', ...soon },
  NO_BACKUP: { status: 409, title: 'This node makes no backup now' },
  NO_RECOVERY: { status: 409, title: 'Nothing is given up in this way' },
  HANDLER_DEADLINE: { status: 503, title: 'The answer took too long', ...soon },
  DEFECT: { status: 500, title: 'The node failed' },
};

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(PROBLEMS, code);
}
