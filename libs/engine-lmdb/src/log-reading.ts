// Reads the files of the log when a directory is opened, and tells what a crash has left from what is damaged.
import { open } from 'node:fs/promises';
import { ALIGNMENT, entryAt, MAGIC, sizeOf, wasFlushed, type Found } from './log-frame';

const READ_BYTES_MAX = 64 * 1024 * 1024;
const MAGIC_BYTES = Buffer.alloc(4);
MAGIC_BYTES.writeUInt32LE(MAGIC);

export interface Reading {
  readonly path: string;
  readonly size: number;
  /** From the start of the file, each the successor of the one before. */
  readonly entries: readonly Found[];
  readonly end: number;
  /** Behind the end, and yet neither in the tree nor of an earlier round: something is missing before them. */
  readonly later: readonly Found[];
}

export async function contentOf(path: string, isFlushed: boolean): Promise<Buffer> {
  const file = await open(path, 'r+');
  try {
    // The last entry may have been written by a process that has ended before the flush of it. The next one, which says
    // that all before are there, flushes itself only.
    if (isFlushed) await file.datasync();
    const bytes = Buffer.allocUnsafeSlow((await file.stat()).size);
    for (let at = 0, got = 0; at < bytes.length; at += got) {
      const length = Math.min(bytes.length - at, READ_BYTES_MAX);
      got = (await file.read(bytes, at, length, at)).bytesRead;
      if (got === 0) throw new Error(`${path} has become shorter while it was read`);
    }
    return bytes;
  } finally {
    await file.close();
  }
}

export function readingOf(path: string, bytes: Buffer, applied: number, mark?: number): Reading {
  const entries: Found[] = [];
  let end = 0;
  let last: number | undefined;
  for (;;) {
    const next = entryAt(bytes, end, mark);
    if (!next || next.sequence !== (last ?? next.sequence - 1) + 1) break;
    entries.push(next);
    last = next.sequence;
    end += sizeOf(next.payload.length);
  }
  const passed = Math.max(last ?? 0, applied);
  const later: Found[] = [];
  for (let at = end; (at = bytes.indexOf(MAGIC_BYTES, at)) >= 0; at++) {
    const found = at % ALIGNMENT === 0 ? entryAt(bytes, at, mark) : undefined;
    if (found && found.sequence > passed) later.push(found);
  }
  return { path, size: bytes.length, entries, end, later };
}

/** Splits what is not in the tree where one is missing: those behind cannot be used. */
export function split(readings: readonly Reading[], applied: number): readonly [Found[], Found[]] {
  const open = readings
    .flatMap(({ entries }) => entries.filter(({ sequence }) => sequence > applied))
    .sort((one, other) => one.sequence - other.sequence);
  const found = open.findIndex(({ sequence }, index) => sequence !== applied + 1 + index);
  const count = found < 0 ? open.length : found;
  return [open.slice(0, count), open.slice(count)];
}

/**
 * One write is under way at a time, so the end of the process or of the power spoils the last entry only: a later one
 * that was flushed proves that those before had been acknowledged.
 */
export function refuseDamage(
  readings: readonly Reading[],
  rest: readonly Found[],
  last: number,
): void {
  for (const { path, end, later } of readings) if (later.some(wasFlushed)) throw damaged(path, end);
  const [first] = rest;
  // A number that is there twice is no work of the power.
  if (!first || (first.sequence > last && !rest.some(wasFlushed))) return;
  // Where the missing one would be; if that is not known, where the next one is.
  const before = readings.find(({ entries }) => entries.at(-1)?.sequence === last);
  const holder = readings.find(({ entries }) => entries.includes(first));
  throw damaged((before ?? holder)!.path, before?.end ?? first.at);
}

function damaged(path: string, at: number): Error {
  return new Error(
    `${path} is damaged at byte ${at}: an entry that was acknowledged cannot be read, and later ones can`,
  );
}
