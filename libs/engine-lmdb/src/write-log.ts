// Writes entries down one behind the other, before they come into the tree: two files that take turns, so that the
// place of what the tree has is used again.
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareFiles } from './data-folder';
import { ENTRY_HEAD, entryAt, FLUSHED, seal, sizeOf, type LogEntry } from './log-frame';
import { contentOf, readingOf, refuseDamage, split, type Reading } from './log-reading';

export const LOG_FILES = ['log.0', 'log.1'] as const;
/** A file whose size changes costs a commit of the file system's journal with the flush, so it grows in steps. */
const ZEROS = Buffer.alloc(256 * 1024);
export interface WriteLogOptions {
  readonly directory: string;
  /** The rights of files that are made. */
  readonly fileMode: number;
  /** A write resolves when it survives a power loss; otherwise, when it survives the death of the process. */
  readonly isFlushed: boolean;
  /** The last sequence number that the tree has, flushed; 0 for none. */
  readonly applied: number;
}

export interface OpenedLog {
  readonly log: WriteLog;
  /** Those later than `applied`, in their order. */
  readonly entries: readonly LogEntry[];
  /**
   * Entries that were cut off because one before them is not there. All of them had been written without a flush: a
   * power loss keeps some of these and not others.
   */
  readonly lost: number;
}

interface LogFile {
  readonly fd: number;
  size: number;
  /** Where the next entry goes. */
  position: number;
  /** The last sequence number in it; 0 for none. */
  last: number;
}

const NO_ENTRY: Buffer = Buffer.alloc(0);

/** For one user of the directory at a time. */
export class WriteLog {
  /** Of the entries that are not released, the oldest first. */
  private readonly sizes: number[];
  private needed = 0;
  private last: number;

  /** The write under way. */
  private done: ((error: Error | null) => void) | undefined;
  private entry: Buffer = NO_ENTRY;
  private file: LogFile;
  private at = 0;
  private written = 0;

  /** Why nothing is written any more. */
  private failure: Error | undefined;
  private closing: Promise<void> | undefined;
  private whenIdle: (() => void) | undefined;

  private constructor(
    private readonly files: readonly [LogFile, LogFile],
    private current: LogFile,
    private readonly mark: number,
    private readonly flushesApart: boolean,
    private released: number,
    entries: readonly LogEntry[],
  ) {
    this.file = current;
    this.last = released + entries.length;
    this.sizes = entries.map(({ payload }) => sizeOf(payload.length));
    for (const size of this.sizes) this.needed += size;
  }

  /** @throws an error of the system, or one that says which file is damaged, and where */
  static async open(options: WriteLogOptions): Promise<OpenedLog> {
    const { directory, fileMode, isFlushed, applied } = options;
    prepareFiles({ path: directory, fileMode }, LOG_FILES);
    await flushNames(directory);
    const paths = LOG_FILES.map((name) => join(directory, name));
    const contents = await Promise.all(paths.map((path) => contentOf(path, isFlushed)));
    const marks = contents.map((bytes) => entryAt(bytes, 0)?.mark);
    const mark = marks.find((found) => found !== undefined);
    const readings = contents.map((bytes, index) =>
      readingOf(paths[index]!, bytes, applied, marks[index] ?? mark),
    );
    const [entries, rest] = split(readings, applied);
    const last = applied + entries.length;
    refuseDamage(readings, rest, last);
    const isDirect = isFlushed && process.platform === 'linux';
    const flags = fs.constants.O_RDWR | (isDirect ? fs.constants.O_DSYNC : 0);
    const files = openFiles(readings, last, flags);
    const [newest, other] = files[0].last < files[1].last ? [files[1], files[0]] : files;
    // Behind the last entry, if that is the one before. Otherwise from the start, of the file with the older entries:
    // one of the two always has an entry at its start, which tells the mark.
    const current = newest.last === last ? newest : other;
    if (current === other) current.position = 0;
    const ours = ((mark ?? randomBytes(4).readUInt32LE()) & ~FLUSHED) | (isFlushed ? FLUSHED : 0);
    return {
      log: new WriteLog(files, current, ours >>> 0, isFlushed && !isDirect, applied, entries),
      entries,
      lost: rest.length + readings.reduce((sum, { later }) => sum + later.length, 0),
    };
  }

  /** That of the last entry that there is, or `applied`. */
  get sequence(): number {
    return this.last;
  }

  /** Of the entries that are not released. */
  get bytes(): number {
    return this.needed;
  }

  /**
   * Writes `entry`, whose head it fills in, as the successor of the last one.
   * @param done is called later, when the entry is durable or the log cannot be used any more
   * @throws when a write is under way
   */
  write(entry: Buffer, done: (error: Error | null) => void): void {
    if (this.done) throw new Error('A write to the log is under way.');
    if (this.failure) return process.nextTick(done, this.failure);
    const file = this.current;
    seal(entry, this.last + 1, this.mark);
    this.done = done;
    this.entry = entry;
    this.file = file;
    this.at = file.position;
    this.written = 0;
    // Now, as `turn` may be called before it is written.
    file.position += sizeOf(entry.length - ENTRY_HEAD);
    file.last = this.last + 1;
    this.goOn();
  }

  /** All entries up to this one are in the tree and flushed there: a file without later ones may be used again. */
  release(sequence: number): void {
    const count = Math.min(sequence, this.last) - this.released;
    if (count <= 0) return;
    for (const size of this.sizes.splice(0, count)) this.needed -= size;
    this.released += count;
  }

  /** The next entry begins the other file, unless that holds one that is needed: then the current one goes on. */
  turn(): void {
    const other = this.current === this.files[0] ? this.files[1] : this.files[0];
    if (this.current.position === 0 || other.last > this.released) return;
    other.position = 0;
    this.current = other;
  }

  /** Waits for the write under way. */
  close(): Promise<void> {
    this.failure ??= new Error('The log is closed.');
    this.closing ??= new Promise<void>((resolve) => {
      if (this.done) this.whenIdle = resolve;
      else resolve();
    }).then(() => {
      for (const { fd } of this.files) fs.closeSync(fd);
    });
    return this.closing;
  }

  private goOn(): void {
    const { file, entry, at, written } = this;
    const missing = at + entry.length - file.size;
    if (missing > 0) {
      const steps = Math.ceil(missing / ZEROS.length);
      fs.writev(file.fd, new Array<Buffer>(steps).fill(ZEROS), file.size, this.onGrown);
    } else fs.write(file.fd, entry, written, entry.length - written, at + written, this.onWritten);
  }

  private readonly onGrown = (error: Error | null, bytes: number): void => {
    if (error) return this.finish(error);
    this.file.size += bytes;
    this.goOn();
  };

  private readonly onWritten = (error: Error | null, bytes: number): void => {
    if (error) return this.finish(error);
    this.written += bytes;
    if (this.written < this.entry.length) this.goOn();
    else if (this.flushesApart) fs.fdatasync(this.file.fd, this.finish);
    else this.finish(null);
  };

  private readonly finish = (error: Error | null): void => {
    const { done, entry } = this;
    this.done = undefined;
    this.entry = NO_ENTRY;
    if (error) {
      this.failure = error;
    } else {
      const size = sizeOf(entry.length - ENTRY_HEAD);
      this.last++;
      this.sizes.push(size);
      this.needed += size;
    }
    // First, as `done` may throw.
    this.whenIdle?.();
    done?.(error);
  };
}

/** Makes the names of new files survive a power loss. */
async function flushNames(directory: string): Promise<void> {
  try {
    const folder = await open(directory, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    // Not every system can flush a folder.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EISDIR', 'EINVAL', 'EPERM', 'EACCES'].includes(code)) throw error;
  }
}

function openFiles(readings: readonly Reading[], last: number, flags: number): [LogFile, LogFile] {
  const fds: number[] = [];
  try {
    for (const { path } of readings) fds.push(fs.openSync(path, flags));
    const [one, other] = readings.map((reading, index) => fileOf(fds[index]!, reading, last));
    return [one!, other!];
  } catch (error) {
    for (const fd of fds) fs.closeSync(fd);
    throw error;
  }
}

function fileOf(fd: number, reading: Reading, last: number): LogFile {
  const entries = reading.entries.filter(({ sequence }) => sequence <= last);
  const position = reading.entries[entries.length]?.at ?? reading.end;
  const isCut = position < reading.end || reading.later.length > 0;
  if (isCut) {
    // What cannot be used would become the successor of an entry that is still to come.
    fs.ftruncateSync(fd, position);
    fs.fsyncSync(fd);
  }
  const size = isCut ? position : reading.size;
  return { fd, size, position, last: entries.at(-1)?.sequence ?? 0 };
}
