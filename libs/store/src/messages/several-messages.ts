// Several reads of a client in one request, whose answers come in parts: each with those known by then.
import { ChordError, CodedError, layAt, sizeOf, type Laid, type Pieces } from '@chord-dht/chord';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
import { ByteReader, ByteWriter, textSize } from '../record/byte-cursor';
import { putU16, putU32, u16At, u32At } from '../record/numbers';
import { ClientKind } from './client-messages';
import { LARGE, REFUSED } from './found-bytes';

/** The most keys of a request; a client sends fewer. */
export const SEVERAL_MAX = 256;
/** The size of the kind and the number of keys. */
const HEAD_SIZE = 3;
const COUNT_AT = 1;

/** @param keys at most `SEVERAL_MAX` */
export function clientGetSeveral(keys: readonly string[]): Pieces {
  let size = HEAD_SIZE;
  for (const key of keys) size += textSize(key);
  const writer = new ByteWriter(size);
  writer.u8(ClientKind.several);
  writer.u16(keys.length);
  for (const key of keys) writer.text(key);
  return writer.bytes;
}

/** The number of operations in a client's request. */
export function operationsIn(bytes: Uint8Array): number {
  return bytes[0] === ClientKind.several && bytes.length >= HEAD_SIZE ? u16At(bytes, COUNT_AT) : 1;
}

/** @throws ChordError `MALFORMED` */
export function readSeveral(bytes: Uint8Array): string[] {
  const count = operationsIn(bytes);
  if (count === 0 || count > SEVERAL_MAX || bytes.length < HEAD_SIZE) throw malformed();
  try {
    const reader = new ByteReader(bytes, HEAD_SIZE);
    const keys = new Array<string>(count);
    for (let at = 0; at < count; at += 1) keys[at] = reader.text();
    return keys;
  } catch (error) {
    if (error instanceof RangeError) throw malformed();
    throw error;
  }
}

/** The size of the key's index in the request, and the size of its answer. */
const ENTRY_SIZE = 6;
const SIZE_IN_ENTRY = 2;

/** A part of the answers, written directly into the send buffer. */
export class AnswerPart implements Laid {
  size = 0;
  private readonly places: number[] = [];
  private readonly answers: Pieces[] = [];

  get count(): number {
    return this.places.length;
  }

  /** @param answer as `writeFound` or `writeRefused` returns it */
  add(place: number, answer: Pieces): void {
    this.places.push(place);
    this.answers.push(answer);
    this.size += ENTRY_SIZE + sizeOf(answer);
  }

  lay(bytes: Uint8Array, start: number): void {
    let at = start;
    for (let index = 0; index < this.places.length; index += 1) {
      const answer = this.answers[index] as Pieces;
      const size = sizeOf(answer);
      putU16(bytes, at, this.places[index] as number);
      putU32(bytes, at + SIZE_IN_ENTRY, size);
      layAt(answer, bytes, at + ENTRY_SIZE);
      at += ENTRY_SIZE + size;
    }
  }
}

/**
 * Calls back for each answer in a part, with the index of its key and its offsets.
 * @throws ChordError `MALFORMED` when the part ends within one
 */
export function readPart(
  bytes: Uint8Array,
  tell: (place: number, start: number, end: number) => void,
): void {
  for (let at = 0; at < bytes.length;) {
    const start = at + ENTRY_SIZE;
    const end = start <= bytes.length ? start + u32At(bytes, at + SIZE_IN_ENTRY) : Infinity;
    // An empty answer is invalid: the first byte has its flags.
    if (end > bytes.length || end === start) throw malformed();
    tell(u16At(bytes, at), start, end);
    at = end;
  }
}

/** The answer for a value that is too large to be sent with others: it has to be asked alone. */
export const ASK_ALONE = Uint8Array.of(LARGE);

export function isToBeAskedAlone(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === LARGE;
}

/** The refusal of one of several reads. */
export function writeRefused({ code, message, detail }: CodedError): Uint8Array {
  const said = encodeUtf8(JSON.stringify({ code, message, detail }));
  const bytes = new Uint8Array(1 + said.length);
  bytes[0] = REFUSED;
  bytes.set(said, 1);
  return bytes;
}

/**
 * @returns `undefined` for an answer that is no refusal
 * @throws ChordError `MALFORMED`
 */
export function readRefused(bytes: Uint8Array, start: number, end: number): CodedError | undefined {
  if (bytes[start] !== REFUSED) return undefined;
  let said: unknown;
  try {
    said = JSON.parse(decodeUtf8(bytes, start + 1, end) ?? '');
  } catch {
    throw malformed();
  }
  const { code, message, detail } = (said ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string' || typeof message !== 'string') throw malformed();
  return new CodedError(code, message, detail);
}

function malformed(): ChordError {
  return new ChordError('MALFORMED', 'The bytes are not those of several readings.');
}
