// Checks that MessagePack is plain data before anything is built from it.

/** The most nested arrays and maps. */
const DEPTH_MAX = 100;

/**
 * True when the bytes hold exactly one value of nil, booleans, numbers, text, binary data, arrays and maps with text
 * keys (plus the two bytes of `undefined`). False for everything else in MessagePack that a decoder might turn into
 * code, classes or huge allocations: extensions, records, lengths beyond the end, nesting deeper than 100.
 */
export function isPlainData(bytes: Buffer, start: number, end: number): boolean {
  // One level per open array or map: the number of its missing values, and whether it is a map.
  const lacking = [1];
  const isMap = [false];
  let depth = 0;
  let at = start;
  for (;;) {
    while (lacking[depth] === 0) {
      if (depth === 0) return at === end;
      depth -= 1;
    }
    if (at >= end) return false;
    const token = bytes[at] as number;
    // In a map, an even number is missing when a key is next.
    const left = lacking[depth] as number;
    if (isMap[depth] && left % 2 === 0 && !isText(token)) return false;
    lacking[depth] = left - 1;
    at = afterHead(bytes, at, end, token);
    if (at < 0 || at > end) return false;
    const items = itemsOf(bytes, at, token);
    if (items === 0) continue;
    if (items > end - at || depth === DEPTH_MAX) return false;
    depth += 1;
    lacking[depth] = items;
    isMap[depth] = isMapToken(token);
  }
}

function isText(token: number): boolean {
  return (token >= 0xa0 && token <= 0xbf) || (token >= 0xd9 && token <= 0xdb);
}

function isMapToken(token: number): boolean {
  return token <= 0x8f || token >= 0xde;
}

/** Bytes after the token that belong to it, for tokens 0xc0 to 0xdf: -1 refused, -2 length precedes. */
const REFUSED = -1;
const LENGTH_8 = -2;
const LENGTH_16 = -3;
const LENGTH_32 = -4;
const UNDEFINED = -5;
// prettier-ignore
const TAILS = [
  /* c0 nil, never, false, true */ 0, REFUSED, 0, 0,
  /* c4 binary */ LENGTH_8, LENGTH_16, LENGTH_32,
  /* c7 extensions */ REFUSED, REFUSED, REFUSED,
  /* ca floats */ 4, 8,
  /* cc whole numbers */ 1, 2, 4, 8, 1, 2, 4, 8,
  /* d4 extensions of fixed length */ UNDEFINED, REFUSED, REFUSED, REFUSED, REFUSED,
  /* d9 text */ LENGTH_8, LENGTH_16, LENGTH_32,
  /* dc arrays */ 2, 4,
  /* de maps */ 2, 4,
];

/** The offset behind the token, its length field and its bytes; -1 when refused. May be beyond the end. */
function afterHead(bytes: Buffer, at: number, end: number, token: number): number {
  if (token <= 0x9f || token >= 0xe0) return at + 1;
  if (token <= 0xbf) return at + 1 + (token & 0x1f);
  const tail = TAILS[token - 0xc0] as number;
  if (tail >= 0) return at + 1 + tail;
  switch (tail) {
    case LENGTH_8:
      return at + 2 <= end ? at + 2 + (bytes[at + 1] as number) : -1;
    case LENGTH_16:
      return at + 3 <= end ? at + 3 + bytes.readUInt16BE(at + 1) : -1;
    case LENGTH_32:
      return at + 5 <= end ? at + 5 + bytes.readUInt32BE(at + 1) : -1;
    case UNDEFINED:
      return at + 3 <= end && bytes[at + 1] === 0 && bytes[at + 2] === 0 ? at + 3 : -1;
    default:
      return -1;
  }
}

/** The number of values in an array or map whose head ends before `after`; 0 for other tokens. */
function itemsOf(bytes: Buffer, after: number, token: number): number {
  if (token < 0x80 || token >= 0xe0) return 0;
  if (token <= 0x8f) return (token & 0x0f) * 2;
  if (token <= 0x9f) return token & 0x0f;
  switch (token) {
    case 0xdc:
      return bytes.readUInt16BE(after - 2);
    case 0xdd:
      return bytes.readUInt32BE(after - 4);
    case 0xde:
      return bytes.readUInt16BE(after - 2) * 2;
    case 0xdf:
      return bytes.readUInt32BE(after - 4) * 2;
    default:
      return 0;
  }
}
