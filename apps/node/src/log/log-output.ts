// Writes log lines without ending the process or making it wait: a full disk, a closed pipe or a stopped reader costs
// lines, and the next line that is written says how many.
import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

export interface OutputOptions {
  /** The stream of a pipe, a socket or a terminal. */
  readonly stream: NodeJS.WritableStream & {
    readonly writableLength: number;
    readonly destroyed: boolean;
  };
  /** The descriptor of a file, written to directly: one failure is not the end of it. */
  readonly file: number | undefined;
  /** How a line about lost ones looks. */
  readonly sayLost: (lines: number) => string;
}

/** A reader that is further behind loses lines. */
const WAITING_BYTES_MAX = 1024 * 1024;

export class LogOutput {
  /** Lines that got nowhere since the start. */
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

/** What a process writes for people; none of it is worth the process. */
export function standardOutput(sayLost: (lines: number) => string): LogOutput {
  const { stdout } = process;
  // Node makes writes to a terminal wait, and one that is stopped (Ctrl-S) would stop the node.
  (stdout as { _handle?: { setBlocking?: (on: boolean) => void } })._handle?.setBlocking?.(false);
  return new LogOutput({
    stream: stdout,
    file: isFile(stdout.fd) ? stdout.fd : undefined,
    sayLost,
  });
}

/** Afterwards nothing that standard output and error have to say can end the process. */
export function tolerateBrokenOutput(): void {
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
}

function ignore(): void {
  // The reader is gone or the disk full: whoever writes next finds out.
}

/** Files and devices, but not what has a reader that may stop. */
function isFile(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFile() || (kind.isCharacterDevice() && !isatty(descriptor));
  } catch {
    return false;
  }
}

/** On a full disk a part may get out; the line after it then begins where that ends. */
function isWritten(descriptor: number, text: string): boolean {
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    return true;
  } catch {
    return false;
  }
}
