// Ensures that one process at a time uses a data directory: the kernel keeps a lock on the data file itself, so a
// copy of the directory is unlocked, and a dead process holds none.
import { closeSync, openSync } from 'node:fs';
import { EngineError } from './engine-error';
import {
  describeHolder,
  isGone,
  leaveNote,
  noteOf,
  readNote,
  removeNote,
  thisProcess,
} from './holder-note';
import { findKernelLock, type KernelLock } from './kernel-lock';

export interface DirectoryLock {
  release(): void;
}

export interface LockOptions {
  readonly directory: string;
  /** The file that is locked; it is there. */
  readonly file: string;
  /** The rights of the note about the holder. */
  readonly mode: number;
  /** The name of the node that this process is. */
  readonly node: string;
  /** Is called when the lock is not of the usual kind. */
  readonly onNotice?: ((message: string) => void) | undefined;
  /** For tests: the kind of lock; by default what this machine has. */
  readonly kernelLock?: KernelLock;
}

const FILE_LOCK =
  'The package fs-native-extensions is missing or has no build for this system, so the data folder is locked by the ' +
  'command flock. That keeps a second process out as well, as long as all that use the folder lock it that way.';

/** @throws EngineError `DATA_LOCKED` with who has it, as far as that is known; `DATA_UNUSABLE` */
export async function lockDirectory(options: LockOptions): Promise<DirectoryLock> {
  const { directory, file, mode, node } = options;
  const lock = options.kernelLock ?? (await findKernelLock());
  // Held by its number: nothing but this code closes it.
  const fd = openSync(file, 'r+');
  try {
    if (!(await take(lock, fd, directory))) throw locked(directory);
    refuseUnseen(lock, directory);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  leaveNote(directory, thisProcess(node, lock.kind), mode);
  if (lock.kind === 'file') options.onNotice?.(FILE_LOCK);
  return {
    release() {
      removeNote(directory);
      closeSync(fd);
    },
  };
}

async function take(lock: KernelLock, fd: number, directory: string): Promise<boolean> {
  try {
    return await lock.take(fd);
  } catch (error) {
    throw new EngineError(
      'DATA_UNUSABLE',
      `The data directory ${directory} cannot be locked against a second process (${(error as Error).message}); ` +
        'it needs a file system that keeps locks, and either the package fs-native-extensions or the command flock of ' +
        'util-linux. Without a lock the node does not start, for two processes on one folder destroy it.',
      { directory },
    );
  }
}

/** A process that keeps the other kind of lock, with a C library of another kind, would not be seen. */
function refuseUnseen({ kind }: KernelLock, directory: string): void {
  const last = readNote(directory);
  if (!last || last.lock === kind || isGone(last)) return;
  throw new EngineError(
    'DATA_LOCKED',
    `The data directory ${directory} may be in use by ${describeHolder(last)}; its lock cannot be seen ` +
      `from here. If it does not run any more, remove ${noteOf(directory)}.`,
    { directory },
  );
}

function locked(directory: string): EngineError {
  const holder = readNote(directory);
  return new EngineError(
    'DATA_LOCKED',
    `The data directory ${directory} is in use by ${describeHolder(holder)}.`,
    { directory, pid: holder?.pid },
  );
}
