// UTF-8 (RFC 3629) without the platform.

const LONE_SURROGATE = /[\ud800-\udfff]/u;
const TEXT_CHUNK = 1_024;

/** False for text with half a surrogate pair, which has no UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/** True for the text of most names: one byte a character, none of them a control character. */
export function isPrintableAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    // Each half of a pair counts two of the four bytes.
    else bytes += unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
  }
  return bytes;
}

/** The bytes of well-formed text. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

/** @returns the offset behind the text; `bytes` has to have room for it */
export function writeUtf8(text: string, bytes: Uint8Array, offset: number): number {
  let at = offset;
  for (let index = 0; index < text.length; index += 1) {
    let point = text.charCodeAt(index);
    if (point >= 0xd800 && point <= 0xdbff) {
      index += 1;
      point = 0x10000 + ((point - 0xd800) << 10) + (text.charCodeAt(index) - 0xdc00);
    }
    if (point < 0x80) {
      bytes[at++] = point;
      continue;
    }
    if (point < 0x800) bytes[at++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x10000) bytes[at++] = 0xe0 | (point >> 12);
      else {
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (point & 0x3f);
  }
  return at;
}

/** The text of bytes; `undefined` when they are no UTF-8 (overlong forms and surrogates included). */
export function decodeUtf8(
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
): string | undefined {
  return shortAscii(bytes, start, end) ?? decodeAny(bytes.subarray(start, end));
}

/** Most keys and nearly all names of the protocol; `undefined` for anything else. */
function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  const size = end - start;
  if (size > TEXT_CHUNK) return undefined;
  // An array of numbers: `apply` is faster with it than with the bytes themselves.
  const codes = new Array<number>(size);
  for (let index = 0; index < size; index += 1) {
    const code = bytes[start + index] as number;
    if (code >= 0x80) return undefined;
    codes[index] = code;
  }
  return String.fromCharCode.apply(null, codes);
}

function decodeAny(bytes: Uint8Array): string | undefined {
  let text = '';
  let units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] as number;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const point = pointAt(bytes, at, length);
    if (point === undefined) return undefined;
    if (point < 0x10000) units.push(point);
    else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    if (units.length >= TEXT_CHUNK) {
      text += String.fromCharCode(...units);
      units = [];
    }
    at += length;
  }
  return text + String.fromCharCode(...units);
}

/** The smallest code point of a form with so many bytes. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];
const LEAD_MASK = [0, 0x7f, 0x1f, 0x0f, 0x07];

function pointAt(bytes: Uint8Array, at: number, length: number): number | undefined {
  const lead = bytes[at] as number;
  if (length > 1 && (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length)) return undefined;
  let point = lead & (LEAD_MASK[length] as number);
  for (let index = at + 1; index < at + length; index += 1) {
    const byte = bytes[index] as number;
    if ((byte & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (byte & 0x3f);
  }
  const fits = point >= (SMALLEST[length] as number) && point <= 0x10ffff;
  return fits && (point < 0xd800 || point > 0xdfff) ? point : undefined;
}

/** Compares text by code points, which is the order of the UTF-8 bytes and not that of `<`. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

/** Surrogates stand for points above all other units. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

const CONTROL = /\p{Cc}/u;

export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}
