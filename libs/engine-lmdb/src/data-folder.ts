// The permissions of a data directory: what we create is accessible to its owner alone; what existed keeps its
// permissions, so that a folder that is shared on purpose stays so.
import { chmodSync, closeSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const OWNER = 0o700;
const GROUP = 0o070;
const FILE = 0o666;
/** With this bit a folder gives what is made in it to its group: that is how a volume is shared. */
const SET_GROUP_ID = 0o2000;
const GROUP_WRITES = 0o020;

export interface DataFolder {
  /** Without links. */
  readonly path: string;
  /** The rights of files that are made in it. */
  readonly fileMode: number;
}

/** @throws an error of the system when it cannot be made or entered */
export function prepareFolder(directory: string): DataFolder {
  const mode = modeWithin(parentOf(directory));
  if (statSync(directory, { throwIfNoEntry: false })?.isFile())
    throw new Error('it is a file, and no folder');
  const isMade = mkdirSync(directory, { recursive: true, mode }) !== undefined;
  const path = realpathSync(directory);
  // The umask may have taken away what the group is to have.
  if (isMade && mode !== OWNER) chmodSync(path, statSync(path).mode | mode);
  return { path, fileMode: modeWithin(path) & FILE };
}

/**
 * Makes files that are not there, with the rights of the folder; an engine would let everybody read them.
 * @throws an error of the system when one cannot be read and written
 */
export function prepareFiles({ path, fileMode }: DataFolder, names: readonly string[]): void {
  for (const name of names) {
    const file = join(path, name);
    if (madeNow(file, fileMode)) chmodSync(file, fileMode);
    else closeSync(openSync(file, 'r+'));
  }
}

function madeNow(file: string, mode: number): boolean {
  try {
    closeSync(openSync(file, 'wx', mode));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function modeWithin(folder: string): number {
  const { mode } = statSync(folder);
  const isShared = (mode & SET_GROUP_ID) !== 0 && (mode & GROUP_WRITES) !== 0;
  return isShared ? OWNER | GROUP : OWNER;
}

/** The nearest folder above that is there. */
function parentOf(directory: string): string {
  let folder = dirname(resolve(directory));
  while (!statSync(folder, { throwIfNoEntry: false }) && folder !== dirname(folder))
    folder = dirname(folder);
  return folder;
}
