// Parses HTTP/1.1 answers as far as a load generator needs them: status, length of the body and its first bytes.

export interface Response {
  readonly status: number;
  readonly bodyBytes: number;
  /** The first bytes of the body, at most `START_BYTES`; valid only until the call returns. */
  readonly start: Buffer;
  /** The server closes the connection after this answer. */
  readonly closes: boolean;
}

export const START_BYTES = 512;
const HEAD_BYTES_MAX = 64 * 1024;
const CR_LF = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');
const EMPTY = Buffer.alloc(0);

type Part = 'head' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer';

export class ResponseParser {
  private part: Part = 'head';
  /** Bytes of a head or of a line that is not complete yet. */
  private kept: Buffer | undefined;
  private status = 0;
  private closes = false;
  private left = 0;
  private bodyBytes = 0;
  private start: Buffer = EMPTY;

  constructor(private readonly onResponse: (response: Response) => void) {}

  /** @throws when the bytes are no HTTP/1.1 answer */
  feed(chunk: Buffer): void {
    let bytes = chunk;
    if (this.kept) {
      bytes = Buffer.concat([this.kept, chunk]);
      this.kept = undefined;
    }
    let at = 0;
    while (at < bytes.length) {
      const next = this.step(bytes, at);
      if (next < 0) {
        this.kept = bytes.subarray(at);
        if (this.kept.length > HEAD_BYTES_MAX) throw new Error('an endless head or line');
        return;
      }
      at = next;
    }
  }

  /** @returns where to go on, or -1: more bytes are needed */
  private step(bytes: Buffer, at: number): number {
    switch (this.part) {
      case 'head':
        return this.readHead(bytes, at);
      case 'body':
        return this.readBody(bytes, at, 'head');
      case 'chunk':
        return this.readBody(bytes, at, 'chunk-end');
      case 'chunk-end':
        return this.readLine(bytes, at, () => (this.part = 'chunk-size'));
      case 'chunk-size':
        return this.readLine(bytes, at, (line) => this.beginChunk(line));
      case 'trailer':
        return this.readLine(bytes, at, (line) => {
          if (line === '') this.finish();
        });
    }
  }

  private readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(HEAD_END, at);
    if (end < 0) return -1;
    const head = bytes.toString('latin1', at, end);
    const status = Number(head.slice(9, 12));
    if (!head.startsWith('HTTP/1.1 ') || !(status >= 100))
      throw new Error('not an HTTP/1.1 answer');
    const body = end + HEAD_END.length;
    if (status < 200) return body;
    this.status = status;
    this.bodyBytes = 0;
    this.start = EMPTY;
    this.closes = /\r\nconnection: *close/i.test(head);
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
      this.part = 'chunk-size';
      return body;
    }
    this.left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? NaN);
    if (status === 204 || status === 304) this.left = 0;
    if (Number.isNaN(this.left)) throw new Error('an answer without a length');
    if (this.left === 0) this.finish();
    else this.part = 'body';
    return body;
  }

  private readBody(bytes: Buffer, at: number, then: 'head' | 'chunk-end'): number {
    const end = Math.min(bytes.length, at + this.left);
    if (this.start.length < START_BYTES) this.keepStart(bytes, at, end);
    this.bodyBytes += end - at;
    this.left -= end - at;
    if (this.left > 0) return end;
    if (then === 'head') this.finish();
    else this.part = then;
    return end;
  }

  private keepStart(bytes: Buffer, at: number, end: number): void {
    const part = bytes.subarray(at, Math.min(end, at + START_BYTES - this.start.length));
    this.start = this.start.length === 0 ? part : Buffer.concat([this.start, part]);
  }

  private readLine(bytes: Buffer, at: number, use: (line: string) => void): number {
    const end = bytes.indexOf(CR_LF, at);
    if (end < 0) return -1;
    use(bytes.toString('latin1', at, end));
    return end + CR_LF.length;
  }

  private beginChunk(line: string): void {
    if (!/^[0-9a-f]+/i.test(line)) throw new Error('a chunk without a size');
    this.left = parseInt(line, 16);
    this.part = this.left === 0 ? 'trailer' : 'chunk';
  }

  private finish(): void {
    this.part = 'head';
    const { status, bodyBytes, start, closes } = this;
    this.onResponse({ status, bodyBytes, start, closes });
  }
}
