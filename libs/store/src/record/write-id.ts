// The ids of writes: generated ones, and those that a client has given.

/**
 * An id has 16 hexadecimal digits. For a write that a client has named, the first nine stand for that name, the first
 * of them 8 to f, and the other seven for the content of the request. So two writes of one name with different contents
 * are distinguished from one write that is repeated. Any other id begins with 0 to 7 and stands for nothing.
 */
const NAME_DIGITS = 9;
const REQUEST_DIGITS = 7;
const WRITE_ID = /^[0-9a-f]{16}$/;

export function isWriteId(text: unknown): text is string {
  return typeof text === 'string' && WRITE_ID.test(text);
}

/**
 * @param name, request hexadecimal digests
 * @throws RangeError when they are too short
 */
export function namedWriteId(name: string, request: string): string {
  const first = (parseInt(name.slice(0, 1), 16) | 8).toString(16);
  const id = first + name.slice(1, NAME_DIGITS) + request.slice(0, REQUEST_DIGITS);
  if (!isWriteId(id)) throw new RangeError('A write is named by two hexadecimal digests.');
  return id;
}

/** @param digits 16 random hexadecimal digits */
export function namelessWriteId(digits: string): string {
  return (parseInt(digits.slice(0, 1), 16) & 7).toString(16) + digits.slice(1);
}

/** True for the id of a write that a client has named. */
export function isNamed(id: string): boolean {
  return id.charCodeAt(0) >= '8'.charCodeAt(0);
}

/** True for two ids of one name with different contents. */
export function isOtherRequest(id: string, other: string): boolean {
  return id !== other && isNamed(id) && id.slice(0, NAME_DIGITS) === other.slice(0, NAME_DIGITS);
}
