// Writes log lines without ending or blocking the process: a full disk, a closed pipe or a stopped reader costs lines,
// and the next line that is written has their number.
import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

export interface OutputOptions {
  /** The stream of a pipe, a socket or a terminal. */
  readonly stream: NodeJS.WritableStream & {
    readonly writableLength: number;
    readonly destroyed: boolean;
  };
  /** The descriptor of a file, written to directly, so that one failed write does not close it. */
  readonly file: number | undefined;
  /** Formats the line about lost ones. */
  readonly sayLost: (lines: number) => string;
}

/** The most bytes that wait for a reader; beyond that, lines are lost. */
const WAITING_BYTES_MAX = 1024 * 1024;

export class LogOutput {
  /** The number of lines lost since the start. */
  lost = 0;
  private unsaid = 0;

  constructor(private readonly options: OutputOptions) {
    options.stream.on('error', ignore);
  }

  write(line: string): void {
    const { sayLost } = this.options;
    const text = this.unsaid === 0 ? line : `${sayLost(this.unsaid)}\n${line}`;
    if (this.isOut(`${text}\n`)) {
      this.unsaid = 0;
    } else {
      this.lost += 1;
      this.unsaid += 1;
    }
  }

  private isOut(text: string): boolean {
    const { stream, file } = this.options;
    if (file !== undefined) return isWritten(file, text);
    if (stream.destroyed || stream.writableLength > WAITING_BYTES_MAX) return false;
    stream.write(text);
    return true;
  }
}

/** Wraps standard output, whose failure must not end the process. */
export function standardOutput(sayLost: (lines: number) => string): LogOutput {
  const { stdout } = process;
  // Node makes writes to a terminal synchronous: a stopped terminal (Ctrl-S) would stop the node.
  (stdout as { _handle?: { setBlocking?: (on: boolean) => void } })._handle?.setBlocking?.(false);
  return new LogOutput({
    stream: stdout,
    file: isFile(stdout.fd) ? stdout.fd : undefined,
    sayLost,
  });
}

/** From then on no error of standard output and error can end the process. */
export function tolerateBrokenOutput(): void {
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
}

function ignore(): void {
  // The reader is gone or the disk full: the next write reports it.
}

/** True for files and devices, but not for streams whose reader may stop. */
function isFile(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFile() || (kind.isCharacterDevice() && !isatty(descriptor));
  } catch {
    return false;
  }
}

/** On a full disk a part may be written; the line after it then begins where that ends. */
function isWritten(descriptor: number, text: string): boolean {
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    return true;
  } catch {
    return false;
  }
}
