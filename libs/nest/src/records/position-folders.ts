// The folders of the positions: the first uses the data directory itself, as a single one does; each further one has
// its own.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'positions';

export function folderOf(dataDir: string, position: number): string {
  return position === 0 ? dataDir : join(dataDir, FOLDER, String(position));
}

/** True for a position that has kept records before. */
export function isUsed(dataDir: string, position: number): boolean {
  return existsSync(folderOf(dataDir, position));
}

/** Folders of positions beyond `count`, from a start with more of them. */
export function surplusFolders(dataDir: string, count: number): string[] {
  return namesIn(join(dataDir, FOLDER))
    .filter((name) => /^[0-9]+$/.test(name) && Number(name) >= count)
    .map((name) => join(dataDir, FOLDER, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
