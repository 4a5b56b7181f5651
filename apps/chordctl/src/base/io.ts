// The environment of a command: its streams, its variables, and whether a person reads the output.
import { once } from 'node:events';
import { addAbortSignal, type Readable, type Writable } from 'node:stream';

export interface Streams {
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Writable & { isTTY?: boolean; columns?: number };
  readonly stderr: Writable & { isTTY?: boolean; columns?: number };
}

export type Environment = Readonly<Record<string, string | undefined>>;

export class Io {
  /** Aborts everything that runs, at Ctrl-C. */
  readonly end = new AbortController();
  exitCode = 0;

  constructor(
    readonly streams: Streams,
    readonly env: Environment,
  ) {}

  get signal(): AbortSignal {
    return this.end.signal;
  }

  /** Writes a line of the result. */
  line(text: string): Promise<void> {
    return this.write(`${text}\n`);
  }

  /** Writes a part of the result; resolves when there is room for more. */
  async write(data: string | Uint8Array): Promise<void> {
    const { stdout } = this.streams;
    if (!stdout.write(data)) await once(stdout, 'drain');
  }

  /** Writes a line for people beside the result. */
  note(text: string): void {
    this.streams.stderr.write(`${text}\n`);
  }

  hasColour(stream: 'stdout' | 'stderr'): boolean {
    const { NO_COLOR, FORCE_COLOR, TERM } = this.env;
    if (NO_COLOR) return false;
    if (FORCE_COLOR && FORCE_COLOR !== '0') return true;
    return this.streams[stream].isTTY === true && TERM !== 'dumb';
  }

  /** Standard input; Ctrl-C also ends the wait for what nobody types. */
  pieces(): AsyncIterable<Uint8Array> {
    return addAbortSignal(this.signal, this.streams.stdin);
  }

  async input(): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.pieces()) pieces.push(piece);
    return Buffer.concat(pieces);
  }
}
