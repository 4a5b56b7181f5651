// Counts the test files before anything has run them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const NOT_OURS = new Set(['node_modules', 'dist', 'tmp']);

/** @param {readonly string[]} folders from the root @param {string} ending of the names @returns {number} */
export function countFiles(folders, ending) {
  return folders.reduce((sum, folder) => sum + countIn(join(root, folder), ending), 0);
}

/** @param {string} folder @param {string} ending @returns {number} */
function countIn(folder, ending) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.isDirectory() && !NOT_OURS.has(entry.name))
      return sum + countIn(join(folder, entry.name), ending);
    return sum + (entry.isFile() && entry.name.endsWith(ending) ? 1 : 0);
  }, 0);
}
