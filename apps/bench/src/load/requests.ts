// The requests of a load as bytes, and the check of each answer.

/**
 * `keys` is the API of a node and of the bare server, `etcd` the JSON gateway of etcd, `binary` what the ring-aware
 * client speaks.
 */
export type Dialect = 'keys' | 'etcd' | 'binary';

export interface Operation {
  readonly isRead: boolean;
  readonly key: number;
  readonly head: Buffer;
  /** The rest of a large value, the same for all keys. */
  readonly tail: Buffer | undefined;
}

/** What there is to know of an answer. */
export interface Answer {
  readonly status: number;
  readonly bodyBytes: number;
  /** The beginning of the body. */
  readonly start: Uint8Array;
}

export interface Requests {
  read(key: number): Operation;
  write(key: number): Operation;
  /** What is wrong with an answer, or `undefined`. */
  faultOf(operation: Operation, answer: Answer): string | undefined;
}

/** A value begins with its key's name in this many bytes, so that a wrong value is seen; divisible by 3 for base64. */
export const MARK_BYTES = 24;
/** Values up to this size are kept ready with their request. */
const INLINE_BYTES = 2_048;

export const keyName = (valueBytes: number, key: number) => `bench-${valueBytes}-${key}`;

const markOf = (valueBytes: number, key: number) =>
  keyName(valueBytes, key).padEnd(MARK_BYTES, '.');

/** The bytes of every value behind its mark: no pattern that anything could compress. */
function filler(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  let state = 0x2545f491;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    buffer[at] = state >>> 24;
  }
  return buffer;
}

/**
 * @param valueBytes at least `MARK_BYTES`
 * @param token of the dialect `keys` alone
 */
export function requestsFor(
  dialect: Dialect,
  valueBytes: number,
  keys: number,
  token?: string,
): Requests {
  if (valueBytes < MARK_BYTES) throw new Error(`a value has at least ${MARK_BYTES} bytes`);
  const rest = filler(valueBytes - MARK_BYTES);
  if (dialect === 'binary') return binaryRequests(valueBytes, keys, rest);
  return dialect === 'keys'
    ? keysRequests(valueBytes, keys, rest, token)
    : etcdRequests(valueBytes, keys, rest);
}

/** Byte by byte: for so few of them the way into native code and back takes longer. */
function beginsWith(bytes: Uint8Array, mark: Uint8Array): boolean {
  for (let at = 0; at < MARK_BYTES; at += 1) if (bytes[at] !== mark[at]) return false;
  return true;
}

const request = (line: string, headers: readonly string[], body: string | Buffer = '') =>
  Buffer.concat([
    Buffer.from([`${line} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n'), 'latin1'),
    typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
  ]);

/** Operations of all keys, kept ready; a large body is shared. */
function table(
  keys: number,
  tail: Buffer,
  head: (key: number) => Buffer,
  isRead: boolean,
): Operation[] {
  const isInline = tail.length <= INLINE_BYTES;
  return Array.from({ length: keys }, (_, key) => ({
    isRead,
    key,
    head: isInline ? Buffer.concat([head(key), tail]) : head(key),
    tail: isInline ? undefined : tail,
  }));
}

function keysRequests(
  valueBytes: number,
  keys: number,
  rest: Buffer,
  token: string | undefined,
): Requests {
  const who = token === undefined ? [] : [`Authorization: Bearer ${token}`];
  const path = (key: number) => `/api/v1/keys/${keyName(valueBytes, key)}`;
  const marks = Array.from({ length: keys }, (_, key) => Buffer.from(markOf(valueBytes, key)));
  const reads = table(keys, Buffer.alloc(0), (key) => request(`GET ${path(key)}`, who), true);
  const headers = [
    ...who,
    'Content-Type: application/octet-stream',
    `Content-Length: ${valueBytes}`,
  ];
  const writes = table(
    keys,
    rest,
    (key) => request(`PUT ${path(key)}`, headers, marks[key]),
    false,
  );
  return {
    read: (key) => reads[key]!,
    write: (key) => writes[key]!,
    faultOf({ isRead, key }, { status, bodyBytes, start }) {
      if (status !== 200 && (isRead || status !== 201)) return `status ${status}`;
      if (!isRead) return undefined;
      if (bodyBytes !== valueBytes) return 'wrong length';
      return beginsWith(start, marks[key]!) ? undefined : 'wrong value';
    },
  };
}

/** Of a write the head is the value; the client makes the bytes that travel. */
function binaryRequests(valueBytes: number, keys: number, rest: Buffer): Requests {
  const marks = Array.from({ length: keys }, (_, key) => Buffer.from(markOf(valueBytes, key)));
  const none = Buffer.alloc(0);
  const valueOf = (key: number) => Buffer.concat([marks[key]!, rest]);
  const isInline = valueBytes <= INLINE_BYTES;
  const reads = marks.map((_, key) => ({ isRead: true, key, head: none, tail: undefined }));
  const writes = marks.map((_, key) => ({
    ...{ isRead: false, key, tail: undefined },
    head: isInline ? valueOf(key) : none,
  }));
  return {
    read: (key) => reads[key]!,
    write: (key) => (isInline ? writes[key]! : { ...writes[key]!, head: valueOf(key) }),
    faultOf({ isRead, key }, { bodyBytes, start }) {
      if (!isRead) return undefined;
      if (bodyBytes !== valueBytes) return 'wrong length';
      return beginsWith(start, marks[key]!) ? undefined : 'wrong value';
    },
  };
}

/** What etcd writes around a value in its JSON is shorter than this. */
const ETCD_FRAME_BYTES = 400;

function etcdRequests(valueBytes: number, keys: number, rest: Buffer): Requests {
  const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
  const names = Array.from({ length: keys }, (_, key) => base64(keyName(valueBytes, key)));
  const answers = names.map((name) => Buffer.from(`"key":"${name}"`));
  const tail = Buffer.from(`${rest.toString('base64')}"}`);
  const type = 'Content-Type: application/json';
  const length = (bytes: number) => `Content-Length: ${bytes}`;
  const encodedBytes = Math.ceil(valueBytes / 3) * 4;
  const reads = table(
    keys,
    Buffer.alloc(0),
    (key) => {
      const body = `{"key":"${names[key]}"}`;
      return request('POST /v3/kv/range', [type, length(body.length)], body);
    },
    true,
  );
  const writes = table(
    keys,
    tail,
    (key) => {
      const body = `{"key":"${names[key]}","value":"${base64(markOf(valueBytes, key))}`;
      return request('POST /v3/kv/put', [type, length(body.length + tail.length)], body);
    },
    false,
  );
  return {
    read: (key) => reads[key]!,
    write: (key) => writes[key]!,
    faultOf({ isRead, key }, { status, bodyBytes, start }) {
      if (status !== 200) return `status ${status}`;
      const text = Buffer.from(start.buffer, start.byteOffset, start.length);
      if (!isRead) return text.includes('"header"') ? undefined : 'wrong value';
      if (!text.includes(answers[key]!)) return 'wrong value';
      const isRight = bodyBytes > encodedBytes && bodyBytes < encodedBytes + ETCD_FRAME_BYTES;
      return isRight ? undefined : 'wrong length';
    },
  };
}
