// The graph of rooms: the projects, and the folders of each place, with their imports.
import { posix } from 'node:path';
import { folders } from '../../eslint.rooms.mjs';
import { crossingsOf, placesOf, projects, readSources } from './imports.mjs';

/**
 * @typedef {object} Graph
 * @property {string} title
 * @property {readonly string[]} rooms the lowest first
 * @property {readonly (readonly [from: string, to: string])[]} arrows who imports whom, each pair once
 */

/** @returns {{ projects: Graph, places: Graph[] }} */
export function readGraphs() {
  const sources = new Map(projects().map((project) => [project, readSources(project)]));
  const places = [...sources.values()].flatMap((own) => {
    const crossings = crossingsOf(own);
    return [...placesOf(own)].map(([place, names]) => ({
      title: place.replace(/\/src(?=\/|$)/, ''),
      rooms: inOrder(place, names),
      arrows: unique(
        crossings
          .filter(({ parting }) => parting.place === place)
          .map(({ parting }) => [parting.from, parting.to]),
      ),
    }));
  });
  return { projects: graphOfProjects(sources), places: places.sort(byTitle) };
}

/** @param {string} place @param {ReadonlySet<string>} names @returns {string[]} */
function inOrder(place, names) {
  const known = folders.get(place)?.flat() ?? [];
  const usual = ['.', 'testing'];
  const rank = (/** @type {string} */ name) =>
    known.length > 0 ? known.indexOf(name) : usual.indexOf(name);
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** @param {ReadonlyMap<string, readonly import('./imports.mjs').Source[]>} sources @returns {Graph} */
function graphOfProjects(sources) {
  const arrows = unique(
    [...sources].flatMap(([project, own]) =>
      own.flatMap((source) => usedBy(source).map((used) => [project, used])),
    ),
  ).filter(([from, to]) => from !== to && sources.has(to));
  const heights = new Map([...sources.keys()].map((name) => [name, 0]));
  // As often as there are projects: longer than any way from one to another.
  for (let round = 0; round < sources.size; round += 1)
    for (const [from, to] of arrows)
      heights.set(from, Math.max(heights.get(from) ?? 0, (heights.get(to) ?? 0) + 1));
  const height = (/** @type {string} */ name) => heights.get(name) ?? 0;
  const rooms = [...sources.keys()].sort((a, b) => height(a) - height(b) || (a < b ? -1 : 1));
  return { title: 'all projects', rooms, arrows };
}

/** @param {import('./imports.mjs').Source} source @returns {string[]} the projects that it imports of, its own too */
function usedBy({ file, relative, libraries }) {
  const near = relative.map((specifier) => posix.join(posix.dirname(file), specifier));
  return [
    ...libraries.map((name) => `libs/${name}`),
    ...near.map((target) => target.split('/').slice(0, 2).join('/')),
  ];
}

/** @param {readonly (readonly string[])[]} pairs @returns {[string, string][]} */
function unique(pairs) {
  const byText = new Map(pairs.map(([from, to]) => [`${from} ${to}`, [String(from), String(to)]]));
  return /** @type {[string, string][]} */ (
    [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair)
  );
}

/** @param {Graph} a @param {Graph} b @returns {number} */
function byTitle(a, b) {
  return a.title < b.title ? -1 : 1;
}

/** @param {Graph} graph @returns {string[]} what leads upwards, or to no room at all; none when all is well */
export function wrongArrows({ rooms, arrows }) {
  return arrows
    .filter(([from, to]) => rooms.indexOf(to) < 0 || rooms.indexOf(to) >= rooms.indexOf(from))
    .map(([from, to]) => `${from} -> ${to}`);
}
