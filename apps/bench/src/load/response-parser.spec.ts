import { ResponseParser, START_BYTES } from './response-parser';

interface Seen {
  readonly status: number;
  readonly bodyBytes: number;
  readonly start: string;
  readonly closes: boolean;
}

/** Feeds bytes in pieces of a size, and tells what was understood. */
function parse(bytes: Buffer, pieceBytes = bytes.length): Seen[] {
  const seen: Seen[] = [];
  const parser = new ResponseParser(({ status, bodyBytes, start, closes }) =>
    seen.push({ status, bodyBytes, start: start.toString('latin1'), closes }),
  );
  for (let at = 0; at < bytes.length; at += pieceBytes)
    parser.feed(bytes.subarray(at, at + pieceBytes));
  return seen;
}

const bytesOf = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');

const SOME = Buffer.concat([
  bytesOf('HTTP/1.1 200 OK', 'Content-Length: 5', 'ETag: "1"', '', 'hello'),
  bytesOf('HTTP/1.1 201 Created', 'content-length:0', 'Connection: close', '', ''),
  bytesOf('HTTP/1.1 304 Not Modified', 'etag: "1"', '', ''),
  bytesOf('HTTP/1.1 100 Continue', '', ''),
  bytesOf('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '4;x=y', 'wiki', '1A', ''),
  Buffer.from(`${'abcdefghijklmnopqrstuvwxyz'}\r\n0\r\nTrailer: x\r\n\r\n`),
  bytesOf('HTTP/1.1 503 Busy', 'Content-Length: 2', '', '{}'),
]);

const UNDERSTOOD = [
  { status: 200, bodyBytes: 5, start: 'hello', closes: false },
  { status: 201, bodyBytes: 0, start: '', closes: true },
  { status: 304, bodyBytes: 0, start: '', closes: false },
  { status: 200, bodyBytes: 30, start: 'wikiabcdefghijklmnopqrstuvwxyz', closes: false },
  { status: 503, bodyBytes: 2, start: '{}', closes: false },
];

describe('the parser of answers', () => {
  it.each([1, 2, 3, 5, 7, 64, 10_000])(
    'understands lengths, chunks and answers without a body in pieces of %i bytes',
    (pieceBytes) => expect(parse(SOME, pieceBytes)).toEqual(UNDERSTOOD),
  );

  it.each([1_000, 16_384, 2_000_000])(
    'counts a large body in pieces of %i and keeps only its start',
    (pieceBytes) => {
      const body = Buffer.alloc(1_000_000, 'ab');
      const head = bytesOf('HTTP/1.1 200 OK', `Content-Length: ${body.length}`, '', '');
      const [seen] = parse(Buffer.concat([head, body]), pieceBytes);
      expect(seen?.bodyBytes).toBe(1_000_000);
      expect(seen?.start).toBe('ab'.repeat(START_BYTES / 2));
    },
  );

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['an answer without a length', 'HTTP/1.1 200 OK\r\n\r\nx'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`],
  ])('refuses %s', (_, text) => expect(() => parse(Buffer.from(text))).toThrow());
});
