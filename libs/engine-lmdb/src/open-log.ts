// Opens the log of a data directory, beside the tree that says how much of it is taken up.
import type { Database } from 'lmdb';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder';
import { unusable } from './engine-error';
import type { Durability } from './lmdb-parts';
import { isRestored } from './restored-folder';
import { APPLIED } from './tree-writer';
import type { LogEntry } from './log-frame';
import { LOG_FILES, WriteLog } from './write-log';

const CLOSED = ' closed';

/** The value of `APPLIED` of a tree that has everything, and needs no log. */
export function closedAt(sequence: number): string {
  return `${sequence}${CLOSED}`;
}

export interface LogBesideTree {
  readonly log: WriteLog;
  /** The last entry that the tree has. */
  readonly applied: number;
  /** Those that it has not, in order. */
  readonly entries: readonly LogEntry[];
  /** A sentence for people, when writes were lost that nobody had promised to keep. */
  readonly notice: string | undefined;
}

/** @throws EngineError `DATA_UNUSABLE` for a log that lacks what was acknowledged */
export async function openLog(
  { path, fileMode }: DataFolder,
  state: Database<string, string>,
  durability: Durability,
): Promise<LogBesideTree> {
  const found = state.get(APPLIED);
  const missing = LOG_FILES.filter((name) => !existsSync(join(path, name)));
  const needsLog = found !== undefined && !found.endsWith(CLOSED) && !isRestored(path);
  if (needsLog && missing.length > 0)
    throw unusable(
      path,
      `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing, and with that the last writes of a node that was not stopped in order`,
    );
  const applied = found === undefined ? 0 : Number.parseInt(found, 10);
  try {
    const isFlushed = durability === 'flush';
    const opened = await WriteLog.open({ directory: path, fileMode, isFlushed, applied });
    const notice =
      opened.lost > 0
        ? `The system ended before ${opened.lost} of the last groups of writes in ${path} were on the disk. They were written with the durability "commit" and are gone.`
        : undefined;
    return { ...opened, applied, notice };
  } catch (error) {
    throw unusable(path, (error as Error).message);
  }
}
