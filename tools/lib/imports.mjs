// The imports between our files, and the folders that they lead from and to.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { folders, isTest } from '../../eslint.rooms.mjs';
import { partingOf, targetOf } from '../../eslint.folders.mjs';
import { root } from './root.mjs';

const MADE = /\.gen\.ts$/;
const RELATIVE = /\b(?:from|import)\s*\(?\s*'(\.[^']*)'/g;
const LIBRARY = /\b(?:from|import)\s*\(?\s*'@chord-dht\/([^'/]+)[^']*'/g;

/**
 * @typedef {object} Source
 * @property {string} file from the root, with `/`
 * @property {readonly string[]} relative what it imports of its own project, as it is written
 * @property {readonly string[]} libraries the names of those that it imports
 */

/** @returns {readonly string[]} every project that has sources in TypeScript, from the root */
export function projects() {
  return ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .sort()
      .map((name) => `${group}/${name}`),
  );
}

/** Tests may import whatever they look at, and are left out. @param {string} project @returns {Source[]} */
export function readSources(project) {
  return readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(project, 'src', name.split(sep).join('/')))
    .filter((file) => file.endsWith('.ts') && !isTest(file) && !MADE.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const found = (/** @type {RegExp} */ what) =>
        [...text.matchAll(what)].map(([, name]) => String(name));
      return { file, relative: found(RELATIVE), libraries: found(LIBRARY) };
    });
}

/**
 * @typedef {object} Crossing an import that leads from one folder into another
 * @property {string} file
 * @property {string} specifier
 * @property {import('../../eslint.folders.mjs').Parting} parting
 */

/** @param {readonly Source[]} sources @returns {Crossing[]} */
export function crossingsOf(sources) {
  return sources.flatMap(({ file, relative }) =>
    relative.flatMap((specifier) => {
      const parting = partingOf(file, targetOf(file, specifier));
      return parting ? [{ file, specifier, parting }] : [];
    }),
  );
}

/**
 * @param {readonly Source[]} sources
 * @returns {Map<string, Set<string>>} the folders of every place that has several, `.` for the files beside them
 */
export function placesOf(sources) {
  /** @type {Map<string, Set<string>>} */
  const places = new Map();
  for (const { file } of sources) {
    const parts = file.split('/');
    for (let depth = 3; depth < parts.length; depth += 1) {
      const place = parts.slice(0, depth).join('/');
      const name = depth < parts.length - 1 ? String(parts[depth]) : '.';
      places.set(place, (places.get(place) ?? new Set()).add(name));
    }
  }
  return new Map([...places].filter(([place, names]) => names.size > 1 || folders.has(place)));
}
